package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Nothing is lost, and timers are punctual: the application is killed in the middle of each phase
 * and started again on the same data. Run it with {@code mvn verify -Pdurability}.
 */
@Tag("durability")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DurabilityTest {

  /** A job that was running is taken again when its lock has run out, after a minute. */
  private static final Duration LONG = Duration.ofMinutes(3);

  private static final Duration PROMISED_LATENESS = Duration.ofSeconds(2);
  private static final DateTimeFormatter ENGINE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ");

  private final AtomicInteger rollbacks = new AtomicInteger();
  private final CountDownLatch rollbackBegun = new CountDownLatch(1);
  private final CountDownLatch rollbackMayEnd = new CountDownLatch(1);
  private final CountDownLatch restartBegun = new CountDownLatch(1);
  private final CountDownLatch restartMayEnd = new CountDownLatch(1);
  private final Set<String> numbers = new HashSet<>();

  private HttpServer service;
  private GreenMail mail;
  private KillableTocsin tocsin;
  private Team team;

  @BeforeAll
  void startAll() throws Exception {
    // A kill may meet a mail half sent; the complaint of the mail server about it is no failure.
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
    service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    service.setExecutor(Executors.newCachedThreadPool());
    service.createContext("/health", exchange -> answer(exchange, "{\"status\": \"up\"}"));
    service.createContext(
        "/rollback",
        exchange -> {
          rollbacks.incrementAndGet();
          rollbackBegun.countDown();
          try {
            rollbackMayEnd.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer(exchange, "{\"done\": true}");
        });
    service.createContext(
        "/restart",
        exchange -> {
          restartBegun.countDown();
          try {
            restartMayEnd.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          answer(exchange, "{\"done\": true}");
        });
    service.start();
    var url = "http://127.0.0.1:" + service.getAddress().getPort();
    var mailPort = FreePort.find();
    mail = new GreenMail(new ServerSetup(mailPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    tocsin =
        new KillableTocsin(
            List.of(
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + mailPort,
                "--tocsin.catalog.services[0].id=checkout",
                "--tocsin.catalog.services[0].name=Checkout",
                "--tocsin.catalog.services[0].owner=group:technical-lead",
                "--tocsin.catalog.services[0].policy=parsify",
                "--tocsin.catalog.services[0].health-checks[0].name=health",
                "--tocsin.catalog.services[0].health-checks[0].url=" + url + "/health",
                "--tocsin.catalog.services[0].actions.rollback.title=Roll back checkout",
                "--tocsin.catalog.services[0].actions.rollback.approval=false",
                "--tocsin.catalog.services[0].actions.rollback.http.url=" + url + "/rollback",
                "--tocsin.catalog.services[0].actions.restart.title=Restart checkout",
                "--tocsin.catalog.services[0].actions.restart.approval=false",
                "--tocsin.catalog.services[0].actions.restart.http.url=" + url + "/restart"));
    team = new Team(tocsin.base);
    tocsin.start();
  }

  @AfterAll
  void stopAll() {
    rollbackMayEnd.countDown();
    restartMayEnd.countDown();
    tocsin.close();
    mail.stop();
    service.stop(0);
  }

  @Test
  @Order(1)
  void anIncidentSurvivesAKillInTheMiddleOfEachPhase() {
    // Triage is open and nobody takes the mails.
    var number = alert();
    team.task("oncall1", number, "Task_triage");
    await().atMost(LONG).until(() -> deliveries(number).stream().anyMatch(failedOnce()));
    var pending = deliveries(number).size();
    killAndStart("triage is open, notifications are pending", number);
    assertThat(deliveries(number)).hasSizeGreaterThanOrEqualTo(pending);
    assertThat(alert()).as("the payload once more").isEqualTo(number);
    mail.start();
    everythingIsDelivered(number);

    mitigate(number);
    killAndStart("the rollback is running", number);
    rollbackMayEnd.countDown();

    // Nobody saw how it ended, so it is not run again: a person finds out.
    team.complete(
        "techlead",
        number,
        "Task_judgeOutcome",
        Map.of("tookEffect", "yes", "judgement", "The old version answers"));
    await().atMost(LONG).until(() -> !timers("health-gate").isEmpty());
    assertThat(rollbacks).as("runs of the rollback").hasValue(1);
    killAndStart("the health gate waits", number);
    await().atMost(LONG).until(() -> team.visible("techlead", number, "Task_verify").size() == 1);

    team.complete(
        "techlead", number, "Task_verify", Map.of("verifyChoice", "yes", "verifyNote", "Bought"));
    team.task("commander", number, "Task_signOff");
    await().atMost(LONG).until(() -> !timers("recover").isEmpty());
    killAndStart("the stabilisation is watched", number);

    team.complete(
        "commander", number, "Task_signOff", Map.of("signOff", true, "signOffReason", "Quiet"));
    team.task("commander", number, "Task_writeReview");
    killAndStart("the review is being written", number);

    team.complete(
        "commander",
        number,
        "Task_writeReview",
        Map.of(
            "summary", "A deployment broke checkout",
            "impact", "Nobody could pay",
            "resolution", "Rolled back",
            "rootCause", "A missing column"));
    team.doWhatIsOwed(number);
    team.complete("commander", number, "Task_close", Map.of("closureNote", "All told"));
    team.awaitStatus(number, "closed");
    killAndStart("it has just been closed", number);

    everythingIsDelivered(number);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(admin("/process-instance?businessKey=" + number + "&maxResults=100"))
                    .isEmpty());
    assertThat(admin("/incident?maxResults=100")).as("jobs given up").isEmpty();
    assertThat(rollbacks).as("runs of the rollback").hasValue(1);
    tellDuplicates(number);
  }

  @Test
  @Order(2)
  void aStatusUpdateTimerIsPunctualOnAQuietSystem() throws Exception {
    deployShorterCadence();
    var number = team.declare("A picture is missing", "checkout", "4");
    var timer =
        await()
            .atMost(LONG)
            .until(
                () ->
                    timers("status-updates").stream()
                        .filter(
                            t -> instances(number).contains(t.get("processInstanceId").asText()))
                        .filter(t -> time(t, "dueDate").isBefore(Instant.now().plusSeconds(120)))
                        .findFirst(),
                java.util.Optional::isPresent)
            .orElseThrow();
    var due = time(timer, "dueDate");
    var query =
        "/history/activity-instance?maxResults=1&finished=true&activityId=Event_updateOpens"
            + "&processInstanceId="
            + timer.get("processInstanceId").asText();
    var fired =
        await()
            .atMost(LONG)
            // Rarely, because asking is noise.
            .pollInterval(Duration.ofSeconds(5))
            .until(() -> admin(query), found -> found.size() == 1)
            .get(0);
    var lateness = Duration.between(due, time(fired, "endTime"));
    System.out.printf("Status-update timer: due %s, fired %d ms later%n", due, lateness.toMillis());
    assertThat(lateness)
        .as("a timer fires within two seconds of its due time on a quiet system")
        .isBetween(Duration.ZERO, PROMISED_LATENESS);
  }

  /** No model ran it: the engine watches over its end all the same. */
  @Test
  @Order(3)
  void anActionOfTheApiThatAKillCutsOffIsAskedAbout() throws Exception {
    rollbackMayEnd.countDown();
    var number = team.declare("Checkout hangs", "checkout", "3");
    var restart = new Thread(() -> attempt(() -> action(number, "restart")));
    restart.setDaemon(true);
    restart.start();
    restartBegun.await();
    tocsin.kill();
    tocsin.start();

    var refused = action(number, "rollback");
    assertThat(refused.status()).as(refused.body()).isEqualTo(409);
    team.complete(
        "techlead",
        number,
        "Task_judgeOutcome",
        Map.of("tookEffect", "no", "judgement", "The old process is still there"));
    assertThat(action(number, "rollback").json(200).get("state").asText()).isEqualTo("succeeded");
  }

  private Caller.Answer action(String number, String action) {
    return team.person("techlead")
        .post(
            "/api/v1/services/checkout/actions/" + action,
            Map.of("incident", number, "reason", "Users wait"));
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      // Killed in the middle.
    }
  }

  private String alert() {
    var incidents =
        Caller.bearer(tocsin.base, "local-alerts")
            .post(
                "/api/v1/alerts/alertmanager",
                Team.recorded("alertmanager-firing").replace("shop-api", "checkout"))
            .json(202)
            .get("incidents");
    assertThat(incidents).hasSize(1);
    numbers.add(incidents.get(0).asText());
    return incidents.get(0).asText();
  }

  /** From triage to the middle of the rollback. */
  private void mitigate(String number) {
    team.complete(
        "oncall1", number, "Task_triage", Map.of("triageChoice", "respond", "severity", "policy"));
    team.complete(
        "commander",
        number,
        "Task_assignRoles",
        Map.of("commander", "commander", "technicalLead", "techlead"));
    team.complete("techlead", number, "Task_investigate", Map.of("rootCause", "A missing column"));
    team.complete(
        "techlead", number, "Task_chooseMitigation", Map.of("mitigation", "checkout:rollback"));
    await().atMost(LONG).until(() -> rollbackBegun.getCount() == 0);
  }

  /** What must be there again after a kill. */
  private record Promises(
      Set<String> incidents,
      Set<String> instances,
      Set<String> tasks,
      Map<String, Instant> timers,
      Set<String> deliveries) {}

  private Promises promises() {
    return new Promises(
        ids(team.person("commander").read("/api/v1/incidents?size=200"), "number"),
        ids(admin("/process-instance?maxResults=1000"), "id"),
        ids(admin("/task?maxResults=1000"), "id"),
        stream(admin("/job?timers=true&maxResults=1000"))
            .collect(Collectors.toMap(t -> t.get("id").asText(), t -> time(t, "dueDate"))),
        numbers.stream()
            .flatMap(n -> deliveries(n).stream())
            .map(d -> d.get("id").asText())
            .collect(Collectors.toSet()));
  }

  /**
   * Kills and starts it; then everything that was promised is there, except what was due meanwhile.
   */
  private void killAndStart(String when, String number) {
    var before = promises();
    var status = team.status(number);
    tocsin.kill();
    var began = Instant.now();
    tocsin.start();
    var after = promises();
    System.out.printf(
        "Killed while %s: %d incidents, %d tasks, %d timers, %d deliveries; back after %d s%n",
        when,
        before.incidents().size(),
        before.tasks().size(),
        before.timers().size(),
        before.deliveries().size(),
        Duration.between(began, Instant.now()).toSeconds());
    assertThat(after.incidents()).as("incidents, while %s", when).containsAll(before.incidents());
    assertThat(after.tasks()).as("tasks, while %s", when).containsAll(before.tasks());
    var lastly = Instant.now().plusSeconds(1);
    before.timers().entrySet().stream()
        .filter(timer -> timer.getValue().isAfter(lastly))
        .forEach(timer -> assertThat(after.timers()).as("timers, while %s", when).contains(timer));
    assertThat(after.deliveries())
        .as("notifications, while %s", when)
        .containsAll(before.deliveries());
    assertThat(team.status(number)).as("status, while %s", when).isEqualTo(status);
    var another = team.declare("Declared after a kill", "checkout", "4");
    assertThat(numbers.add(another)).as("%s is a new number", another).isTrue();
  }

  private void everythingIsDelivered(String number) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(deliveries(number))
                    .allSatisfy(d -> assertThat(d.get("state").asText()).isIn("sent", "kept")));
    var arrived = arrivals().keySet();
    assertThat(deliveries(number).stream().filter(d -> d.get("state").asText().equals("sent")))
        .allSatisfy(d -> assertThat(arrived).contains(d.get("messageId").asText()));
  }

  /** A repetition is possible only for what was being sent at the moment of a kill. */
  private void tellDuplicates(String number) {
    var twice = arrivals().values().stream().filter(count -> count > 1).count();
    System.out.printf(
        "%s: %d deliveries, %d mails in all, %d of them arrived more than once%n",
        number, deliveries(number).size(), mail.getReceivedMessages().length, twice);
  }

  private Map<String, Long> arrivals() {
    return Arrays.stream(mail.getReceivedMessages())
        .map(
            message -> {
              try {
                return message.getMessageID();
              } catch (jakarta.mail.MessagingException e) {
                throw new IllegalStateException(e);
              }
            })
        .collect(Collectors.groupingBy(Function.identity(), HashMap::new, Collectors.counting()));
  }

  private List<JsonNode> deliveries(String number) {
    return stream(team.person("commander").read("/api/v1/incidents/" + number + "/deliveries"))
        .toList();
  }

  private static java.util.function.Predicate<JsonNode> failedOnce() {
    return delivery ->
        delivery.get("state").asText().equals("pending") && delivery.get("attempts").asInt() > 0;
  }

  private List<JsonNode> timers(String process) {
    return stream(admin("/job?timers=true&maxResults=1000&processDefinitionKey=" + process))
        .toList();
  }

  private Set<String> instances(String number) {
    return ids(admin("/process-instance?maxResults=100&businessKey=" + number), "id");
  }

  private JsonNode admin(String path) {
    return team.person("admin").read("/engine-rest" + path);
  }

  /**
   * The policy with an update owed after a minute at the lowest level, as a process owner would.
   */
  private void deployShorterCadence() throws Exception {
    var policy = Files.readString(Path.of("processes/policies/parsify.dmn"));
    var rule = policy.indexOf("Rule_targets_firstUpdateWithin\"");
    var end = policy.indexOf("</rule>", rule);
    var changed =
        policy.substring(0, rule)
            + policy.substring(rule, end).replace("\"PT24H\"", "\"PT1M\"")
            + policy.substring(end);
    assertThat(changed).isNotEqualTo(policy);
    var body =
        """
        --part\r
        Content-Disposition: form-data; name="deployment-name"\r
        \r
        shorter cadence\r
        --part\r
        Content-Disposition: form-data; name="policy"; filename="parsify.dmn"\r
        Content-Type: application/octet-stream\r
        \r
        %s\r
        --part--\r
        """
            .formatted(changed);
    var answer =
        team.person("owner")
            .post(
                "/engine-rest/deployment/create",
                body.getBytes(StandardCharsets.UTF_8),
                "multipart/form-data; boundary=part");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static Instant time(JsonNode node, String field) {
    return OffsetDateTime.parse(node.get(field).asText(), ENGINE_TIME).toInstant();
  }

  private static Set<String> ids(JsonNode list, String field) {
    var ids = new ArrayList<String>();
    list.forEach(node -> ids.add(node.get(field).asText()));
    return Set.copyOf(ids);
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static void answer(com.sun.net.httpserver.HttpExchange exchange, String json)
      throws java.io.IOException {
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
