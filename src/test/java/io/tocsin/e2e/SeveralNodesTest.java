package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.TocsinApplication;
import io.tocsin.e2e.RoundRobin.Sight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Three nodes on one database, behind a proxy that gives each request to the next one. Whoever uses
 * them cannot tell that they are three, and not that they are restarted one by one. Run it with
 * {@code mvn verify -Pnodes}.
 */
@Tag("nodes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeveralNodesTest {

  private static final int NODES = 3;
  private static final Duration LONG = Duration.ofSeconds(90);

  /** A job that a node took with it into its end would wait for a minute. */
  private static final double LATE_SECONDS = 30;

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final Pattern COOKIE = Pattern.compile("TOCSIN=[^;]+");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

  /** The clean-up is said to have been due when its hours began, at each start within them. */
  private static final String STEP = "handler_type_ is distinct from 'history-cleanup'";

  private final Cluster cluster = new Cluster("nodes");
  private final ExecutorService callers = Executors.newCachedThreadPool();
  private RoundRobin proxy;

  @BeforeAll
  void startAll() throws Exception {
    for (int node = 0; node < NODES; node++) {
      cluster.add(
          TocsinApplication.class,
          "--tocsin.stop.delay=4s",
          "--tocsin.base-url=http://localhost:8080");
    }
    // All at once, on an empty database.
    var starts =
        List.of(0, 1, 2).stream().map(n -> callers.submit(() -> cluster.start(n))).toList();
    for (var start : starts) {
      start.get();
    }
    proxy = new RoundRobin(List.copyOf(cluster.bases));
  }

  @AfterAll
  void stopAll() {
    callers.shutdownNow();
    if (proxy != null) {
      proxy.close();
    }
    cluster.close();
  }

  @Test
  @Order(1)
  void whatIsThereOnceIsThereOnce() {
    assertThat(numbers("select count(*) from act_re_procdef group by key_")).containsOnly(1);
    await()
        .atMost(LONG)
        .until(
            () ->
                !numbers(
                        "select count(*) from act_ru_execution process join act_re_procdef model"
                            + " on model.id_ = process.proc_def_id_"
                            + " where key_ = 'monitor' and parent_id_ is null group by business_key_")
                    .isEmpty());
    assertThat(
            numbers(
                "select count(*) from act_ru_execution process join act_re_procdef model"
                    + " on model.id_ = process.proc_def_id_"
                    + " where key_ = 'monitor' and parent_id_ is null group by business_key_"))
        .as("processes of each monitor")
        .containsOnly(1);
  }

  @Test
  @Order(2)
  void whoSignsInOnOneNodeIsSignedInOnAll() {
    var visitor = new Visitor();
    var page = visitor.get(base(0), "/login");
    // The form of one node goes to another, and its answer is followed on the third.
    var entered = visitor.post(base(1), "/login", page, "username", "comms", "password", "tocsin");
    assertThat(entered.statusCode()).isEqualTo(302);
    assertThat(entered.headers().firstValue("Location"))
        .hasValueSatisfying(location -> assertThat(location).doesNotContain("error"));
    for (int node = 0; node < NODES; node++) {
      assertThat(visitor.get(base(node), "/api/v1/incidents").statusCode()).isEqualTo(200);
    }
    var form = visitor.get(base(2), "/incidents");
    var forged = visitor.post(base(0), "/logout", form.body().replace("value=\"", "value=\"x"));
    assertThat(forged.statusCode()).isEqualTo(403);
    assertThat(visitor.post(base(0), "/logout", form).statusCode()).isEqualTo(302);
    for (int node = 0; node < NODES; node++) {
      assertThat(visitor.get(base(node), "/api/v1/incidents").statusCode()).isEqualTo(401);
    }
  }

  @Test
  @Order(3)
  void whoLosesARightLosesItOnAll() {
    var visitor = new Visitor();
    var page = visitor.get(base(2), "/login");
    visitor.post(base(2), "/login", page, "username", "support", "password", "tocsin");
    assertThat(visitor.get(base(1), "/api/v1/incidents").statusCode()).isEqualTo(200);
    var support = Caller.person(base(1), "support");
    assertThat(support.get("/api/v1/incidents").status()).isEqualTo(200);

    // By the engine's own API, on another node.
    var changed =
        put(
            base(0),
            "admin",
            "/engine-rest/user/support/credentials",
            "{\"password\": \"quite another one\", \"authenticatedUserPassword\": \"tocsin\"}");
    assertThat(changed).isEqualTo(204);
    assertThat(support.get("/api/v1/incidents").status()).as("the old password").isEqualTo(401);
    assertThat(visitor.get(base(1), "/api/v1/incidents").statusCode()).isEqualTo(401);
  }

  @Test
  @Order(4)
  void wrongPasswordsCountOnAllTogether() {
    var statuses = new java.util.ArrayList<Integer>();
    for (int tried = 0; tried < 9; tried++) {
      statuses.add(guess(base(tried % NODES)));
    }
    assertThat(statuses).startsWith(401, 401, 401, 401, 401).endsWith(429);
    assertThat(statuses).filteredOn(status -> status == 401).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  @Order(5)
  void aTokenThatIsRevokedOnOneIsRefusedOnAll() {
    var made =
        Caller.person(base(0), "admin")
            .post("/api/v1/tokens", Map.of("name", "probe", "scopes", List.of("incidents:read")))
            .json(201);
    var secret = made.get("secret").asText();
    for (int node = 0; node < NODES; node++) {
      assertThat(Caller.bearer(base(node), secret).get("/api/v1/incidents").status())
          .isEqualTo(200);
    }
    Caller.person(base(1), "admin").send("DELETE", "/api/v1/tokens/" + made.get("id").asText());
    for (int node = 0; node < NODES; node++) {
      assertThat(Caller.bearer(base(node), secret).get("/api/v1/incidents").status())
          .isEqualTo(401);
    }
  }

  @Test
  @Order(6)
  void aStormOverAllNodesIsOneIncident() throws Exception {
    var answers = new CopyOnWriteArrayList<Integer>();
    var sent =
        Collections.nCopies(6, null).stream()
            .map(
                none ->
                    callers.submit(
                        () -> {
                          for (int n = 0; n < 20; n++) {
                            answers.add(alert("storm-" + n, "shop-db").status());
                          }
                        }))
            .toList();
    for (var sender : sent) {
      sender.get();
    }
    assertThat(answers).hasSize(120).containsOnly(202);
    assertThat(
            numbers("select count(distinct incident) from alert where fingerprint like 'storm-%'"))
        .containsExactly(1);
    assertThat(numbers("select count(*) from alert where fingerprint like 'storm-%'"))
        .containsExactly(20);
    assertThat(numbers("select count(*) from incident group by number")).containsOnly(1);
  }

  @Test
  @Order(7)
  void whatIsPublishedOnOneStandsOnAll() {
    var number = declare("Orders are slow", "shop-api");
    Caller.person(base(0), "comms")
        .post(
            "/api/v1/incidents/" + number + "/updates",
            Map.of("audience", "public", "title", "Slow orders", "text", "We look into it"))
        .json(201);
    Caller.person(base(1), "commander")
        .read("/api/v1/incidents/" + number + "/releases")
        .forEach(
            words ->
                Caller.person(base(1), "commander")
                    .post(
                        "/api/v1/incidents/" + number + "/releases/" + words.get("id").asText(),
                        Map.of("decision", "release"))
                    .json(200));
    await().atMost(LONG).until(() -> status(2).contains("Slow orders"));
    assertThat(status(0)).isEqualTo(status(2)).isEqualTo(status(1));
    assertThat(Caller.anybody(base(0)).get("/status").body()).contains("Slow orders");
    assertThat(Caller.anybody(base(1)).get("/status/history.atom").body()).contains("Slow orders");
  }

  @Test
  @Order(8)
  void whatIsDeployedOnOneCountsOnAll() throws IOException {
    var policy = Path.of("processes/policies/parsify.dmn");
    for (int node = 0; node < NODES; node++) {
      // Read, so that each of them has it in mind.
      Caller.person(base(node), "owner").read("/api/v1/policies/parsify");
    }
    deploy(base(0), "parsify.dmn", Files.readString(policy) + "<!-- As of today. -->");
    var label = "Response of today";
    deploy(
        base(1),
        "incident-response.bpmn",
        Files.readString(Path.of("processes/incident-response.bpmn"))
            .replace("name=\"Incident response\"", "name=\"" + label + "\""));
    for (int node = 0; node < NODES; node++) {
      var number =
          Caller.person(base(node), "commander")
              .post(
                  "/api/v1/incidents",
                  Map.of("title", "After the change", "services", List.of("payments")))
              .json(201);
      assertThat(number.get("policyVersionNumber").asInt()).as("on node %d", node).isEqualTo(2);
      assertThat(
              cluster
                  .jdbc
                  .sql(
                      "select name_ from act_re_procdef model join act_ru_execution process"
                          + " on process.proc_def_id_ = model.id_"
                          + " where key_ = 'incident-response' and parent_id_ is null"
                          + " and business_key_ = ?")
                  .param(number.get("number").asText())
                  .query(String.class)
                  .single())
          .isEqualTo(label);
    }
  }

  @Test
  @Order(9)
  void nobodyNoticesThatTheNodesAreRestartedOneByOne() throws Exception {
    var visitor = new Visitor();
    var page = visitor.get(proxy.base(), "/login");
    visitor.post(proxy.base(), "/login", page, "username", "monitor", "password", "tocsin");
    var before = jobsDone();
    var over = new AtomicInteger();
    var wrong = new CopyOnWriteArrayList<String>();
    Set<String> taken = ConcurrentHashMap.newKeySet();
    var count = new AtomicInteger();
    var streams =
        List.<Future<?>>of(
            stream(
                over,
                wrong,
                count,
                () -> visitor.get(proxy.base(), "/incidents").statusCode(),
                200),
            stream(
                over,
                wrong,
                count,
                () -> Caller.person(proxy.base(), "exec").get("/api/v1/incidents").status(),
                200),
            stream(
                over,
                wrong,
                count,
                () -> {
                  var fingerprint = "rolling-" + taken.size();
                  var status = alert(fingerprint, "shop-web").status();
                  taken.add(fingerprint);
                  return status;
                },
                202),
            stream(
                over,
                wrong,
                count,
                () -> Caller.anybody(proxy.base()).get("/status").status(),
                200));

    var late = callers.submit(() -> lateness(over));

    for (int n = 0; n < NODES; n++) {
      int node = n;
      proxy.be(node == 1 ? Sight.FINDS_NOBODY_LISTENING : Sight.ASKS_FOR_READINESS);
      Set<Integer> said = ConcurrentHashMap.newKeySet();
      var seen = callers.submit(() -> watch(base(node), said));
      await().until(() -> said.contains(200));
      cluster.stop(node);
      assertThat(seen.get())
          .as("readiness of node %d while it still answered", node)
          .contains(200, 503);
      assertThat(
              numbers(
                  "select count(distinct lock_owner_) from act_ru_job"
                      + " where lock_exp_time_ > localtimestamp"))
          .as("nodes that have jobs, after one has stopped")
          .allMatch(owners -> owners < NODES);
      cluster.start(node);
      await().atMost(LONG).until(this::allIn);
    }

    over.set(1);
    for (var stream : streams) {
      stream.get();
    }
    System.out.printf("%d requests while three nodes were restarted%n", count.get());
    assertThat(wrong).as("requests that failed").isEmpty();
    assertThat(count.get()).isGreaterThan(200);
    assertThat(visitor.get(proxy.base(), "/api/v1/incidents").statusCode()).isEqualTo(200);
    var kept =
        new HashSet<>(
            cluster
                .jdbc
                .sql("select fingerprint from alert where fingerprint like 'rolling-%'")
                .query(String.class)
                .list());
    assertThat(kept).containsAll(taken);
    assertThat(jobsDone()).as("jobs that went on meanwhile").isGreaterThan(before);
    System.out.printf("Timers: %.1f s late at worst%n", late.get().doubleValue());
    assertThat(late.get()).as("seconds that a timer was late").isLessThan(LATE_SECONDS);
    assertThat(
            numbers(
                "select count(*) from act_ru_job where retries_ > 0"
                    + " and coalesce(duedate_, localtimestamp) < localtimestamp - interval '30 seconds'"
                    + " and "
                    + STEP))
        .containsExactly(0);
  }

  private boolean allIn() {
    return cluster.bases.stream().noneMatch(proxy::isOut);
  }

  /** What a node says of its readiness, until nobody listens any more. */
  private static Set<Integer> watch(String node, Set<Integer> said) {
    while (true) {
      try {
        said.add(Caller.anybody(node).get("/actuator/health/readiness").status());
      } catch (UncheckedIOException e) {
        return said;
      }
    }
  }

  /** The worst of what is due and not done; probes of the sample fall due all the time. */
  private double lateness(AtomicInteger over) throws InterruptedException {
    var worst = 0.0;
    while (over.get() == 0) {
      worst =
          Math.max(
              worst,
              cluster
                  .jdbc
                  .sql(
                      "select coalesce(max(extract(epoch from localtimestamp - duedate_)), 0)"
                          + " from act_ru_job where retries_ > 0 and duedate_ < localtimestamp and "
                          + STEP)
                  .query(Double.class)
                  .single());
      Thread.sleep(200);
    }
    return worst;
  }

  private interface Call {
    int status();
  }

  private Future<?> stream(
      AtomicInteger over, List<String> wrong, AtomicInteger count, Call call, int expected) {
    return callers.submit(
        () -> {
          while (over.get() == 0) {
            try {
              var status = call.status();
              count.incrementAndGet();
              if (status != expected) {
                wrong.add("%d instead of %d".formatted(status, expected));
              }
              Thread.sleep(100);
            } catch (UncheckedIOException e) {
              wrong.add(e.toString());
            } catch (InterruptedException e) {
              return;
            }
          }
        });
  }

  private Caller.Answer alert(String fingerprint, String service) {
    return Alerts.send(proxy.base(), service, service, List.of(fingerprint));
  }

  private String declare(String title, String service) {
    return Caller.person(base(0), "commander")
        .post(
            "/api/v1/incidents",
            Map.of("title", title, "services", List.of(service), "severity", "P1"))
        .json(201)
        .get("number")
        .asText();
  }

  private String status(int node) {
    return Caller.anybody(base(node)).get("/status/api/v2/incidents.json").body();
  }

  private int jobsDone() {
    return numbers("select count(*) from act_hi_job_log where job_state_ = 2").get(0);
  }

  private List<Integer> numbers(String sql) {
    return cluster.jdbc.sql(sql).query(Integer.class).list();
  }

  private String base(int node) {
    return cluster.bases.get(node);
  }

  private static void deploy(String base, String file, String content) {
    var body =
        "--part\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\ntest\r\n"
            + "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
            + file
            + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            + content
            + "\r\n--part--\r\n";
    Caller.person(base, "owner")
        .post(
            "/engine-rest/deployment/create",
            body.getBytes(StandardCharsets.UTF_8),
            "multipart/form-data; boundary=part")
        .json(200);
  }

  private static int guess(String node) {
    var credentials =
        java.util.Base64.getEncoder()
            .encodeToString("scribe:wrong".getBytes(StandardCharsets.UTF_8));
    return send(HttpRequest.newBuilder(URI.create(node + "/api/v1/incidents"))
            .header("Authorization", "Basic " + credentials)
            .header("X-Forwarded-For", "203.0.113.9")
            .build())
        .statusCode();
  }

  private static int put(String node, String user, String path, String json) {
    var credentials =
        java.util.Base64.getEncoder()
            .encodeToString((user + ":tocsin").getBytes(StandardCharsets.UTF_8));
    return send(HttpRequest.newBuilder(URI.create(node + path))
            .header("Authorization", "Basic " + credentials)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json))
            .build())
        .statusCode();
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return HTTP.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Somebody with a browser: keeps the cookie of the session, and fills in forms. */
  private static final class Visitor {

    private volatile String cookie = "";

    HttpResponse<String> get(String base, String path) {
      return exchange(HttpRequest.newBuilder(URI.create(base + path)));
    }

    HttpResponse<String> post(
        String base, String path, HttpResponse<String> page, String... fields) {
      return post(base, path, page.body(), fields);
    }

    HttpResponse<String> post(String base, String path, String page, String... fields) {
      var token = CSRF.matcher(page);
      assertThat(token.find()).as("a token in %s", page).isTrue();
      var form = new StringBuilder("_csrf=" + encode(token.group(1)));
      for (int field = 0; field < fields.length; field += 2) {
        form.append('&').append(fields[field]).append('=').append(encode(fields[field + 1]));
      }
      return exchange(
          HttpRequest.newBuilder(URI.create(base + path))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("Accept", "text/html")
              .POST(BodyPublishers.ofString(form.toString())));
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
      var answer =
          send(cookie.isEmpty() ? request.build() : request.header("Cookie", cookie).build());
      answer
          .headers()
          .allValues("Set-Cookie")
          .forEach(
              set -> {
                var own = COOKIE.matcher(set);
                if (own.find()) {
                  cookie = own.group();
                }
              });
      return answer;
    }

    private static String encode(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
