package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import io.tocsin.e2e.FlakyPort.Mood;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Two nodes on one database, whose clocks differ, while alerts come in and a drill runs, and
 * everything around them fails. Then the promises are counted. Run it with {@code mvn verify
 * -Pfaults}; {@code -Dfaults.seed} plays the same faults in the same order, {@code
 * -Dfaults.minutes} for longer.
 */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {

  private static final long SEED = Long.getLong("faults.seed", System.nanoTime());
  private static final Duration TIME = Duration.ofMinutes(Integer.getInteger("faults.minutes", 4));

  /** Short, so that a node can be stopped for longer. */
  private static final Duration LOCK = Duration.ofSeconds(15);

  private static final Duration SKEW = Duration.ofSeconds(120);
  private static final Duration CALM = Duration.ofMinutes(8);
  private static final List<String> SERVICES = List.of("tills", "finder", "basket");

  private final Random random = new Random(SEED);
  private final Path data = Path.of("target/faults", UUID.randomUUID().toString());
  private final Path logs = data.resolve("logs");
  private final SmallDisk disk = new SmallDisk(data.resolve("disk"), "900m");
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> executions = new ConcurrentHashMap<>();
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  private final AtomicInteger drills = new AtomicInteger();

  private SharedDatabase database;
  private GreenMail mail;
  private FlakyPort mailPort;
  private FlakyPort servicePort;
  private HttpServer service;
  private HikariDataSource pool;
  private JdbcClient jdbc;
  private final List<ChildJvm> nodes = new ArrayList<>();
  private final List<String> bases = new ArrayList<>();
  private volatile boolean over;
  private volatile boolean calm;

  /** Timers that were made due, by the ids of their jobs, and when. */
  private final Map<String, Instant> due = new ConcurrentHashMap<>();

  /** From when they were due to when they had fired. */
  private final List<Span> fired = Collections.synchronizedList(new ArrayList<>());

  /** While a node lost what it was doing. */
  private final List<Span> blows = Collections.synchronizedList(new ArrayList<>());

  /**
   * How late a timer was.
   *
   * @param time without that in which there was no database
   * @param blows how many fell while it was due; each may take it from a node that has locked it
   */
  private record Late(Duration time, long blows) implements Comparable<Late> {

    boolean tooLate() {
      return time.compareTo(LOCK.multipliedBy(Math.max(1, blows)).plusSeconds(2)) > 0;
    }

    @Override
    public int compareTo(Late other) {
      return time.compareTo(other.time);
    }
  }

  /** When there was no database. */
  private final List<Span> outages = Collections.synchronizedList(new ArrayList<>());

  private record Span(Instant from, Instant to) {

    boolean meets(Span other) {
      return from.isBefore(other.to) && to.isAfter(other.from);
    }

    Duration shared(Span other) {
      var first = from.isAfter(other.from) ? from : other.from;
      var last = to.isBefore(other.to) ? to : other.to;
      return meets(other) ? Duration.between(first, last) : Duration.ZERO;
    }
  }

  @BeforeAll
  void startAll() throws IOException {
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
    System.out.printf("Seed %d%n", SEED);
    Files.createDirectories(data);
    database = new SharedDatabase(data.resolve("disk/postgres"), "192MB", new String[] {"tocsin"});
    mail = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    mail.start();
    mailPort = new FlakyPort(mail.getSmtp().getPort());
    service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    service.setExecutor(Executors.newCachedThreadPool());
    service.createContext("/health", exchange -> answer(exchange, 200));
    service.createContext("/restart", this::restart);
    service.start();
    servicePort = new FlakyPort(service.getAddress().getPort());
    pool = new HikariDataSource();
    pool.setJdbcUrl(database.url("tocsin"));
    pool.setUsername("postgres");
    pool.setMaximumPoolSize(4);
    jdbc = JdbcClient.create(pool);
    node("io.tocsin.TocsinApplication", Duration.ZERO);
    node("io.tocsin.e2e.SkewedTocsin", SKEW);
    nodes.forEach(ChildJvm::start);
  }

  @AfterAll
  void stopAll() {
    over = true;
    nodes.forEach(ChildJvm::stop);
    pool.close();
    mailPort.close();
    mail.stop();
    servicePort.close();
    service.stop(0);
    database.close();
    disk.close();
  }

  private void node(String program, Duration skew) {
    var port = FreePort.find();
    var name = "node" + nodes.size();
    var url = "http://127.0.0.1:" + servicePort.port();
    var path = ChildJvm.classPath();
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-Xmx512m", "-Duser.timezone=UTC", "-Dclock.offset=" + skew));
    arguments.addAll(List.of("-cp", path, program));
    arguments.add("--server.port=" + port);
    arguments.add("--spring.datasource.url=" + database.url("tocsin"));
    arguments.add("--spring.datasource.username=postgres");
    arguments.add("--camunda.bpm.job-execution.lock-time-in-millis=" + LOCK.toMillis());
    // As in the settings of the product, a little less than the lock.
    arguments.add(
        "--spring.datasource.hikari.connection-init-sql=set idle_in_transaction_session_timeout = '%ds'"
            .formatted(LOCK.toSeconds() - 2));
    arguments.add("--tocsin.data-dir=" + data.resolve("disk"));
    arguments.add("--spring.mail.host=127.0.0.1");
    arguments.add("--spring.mail.port=" + mailPort.port());
    // A list is of one source: those of the sample too, which are for drills.
    var sample = sampleServices();
    sample.forEach((key, value) -> arguments.add("--%s=%s".formatted(key, value)));
    var first = sample.keySet().stream().filter(key -> key.endsWith("].id")).count();
    for (int i = 0; i < SERVICES.size(); i++) {
      var key = "--tocsin.catalog.services[%d].".formatted(first + i);
      arguments.add(key + "id=" + SERVICES.get(i));
      arguments.add(key + "name=" + SERVICES.get(i));
      arguments.add(key + "owner=group:technical-lead");
      arguments.add(key + "policy=parsify");
      arguments.add(key + "health-checks[0].name=health");
      arguments.add(key + "health-checks[0].url=" + url + "/health");
      arguments.add(key + "actions.restart.title=Restart");
      arguments.add(key + "actions.restart.approval=false");
      arguments.add(key + "actions.restart.http.url=" + url + "/restart");
    }
    var base = "http://127.0.0.1:" + port;
    bases.add(base);
    nodes.add(
        new ChildJvm(arguments, logs.resolve(name + ".log"), base + "/actuator/health/readiness"));
  }

  private static Map<String, String> sampleServices() {
    var yaml = new YamlPropertiesFactoryBean();
    yaml.setResources(new ClassPathResource("application-default.yaml"));
    var services = new TreeMap<String, String>();
    yaml.getObject()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith("tocsin.catalog.services[")) {
                services.put(key.toString(), value.toString());
              }
            });
    return services;
  }

  @Test
  void whatWasPromisedIsKept() throws Exception {
    var workers = Executors.newCachedThreadPool();
    var work =
        Stream.<Runnable>of(
                this::sendAlerts,
                this::runActions,
                this::declareIncidents,
                this::runDrills,
                this::hastenTimers)
            .map(workers::submit)
            .toList();
    workers.submit(this::watchTimers);
    var end = Instant.now().plus(TIME);
    while (Instant.now().isBefore(end)) {
      fault();
      Thread.sleep(3_000 + random.nextInt(9_000));
    }
    over = true;
    workers.shutdown();
    // What one of them died of would go unnoticed.
    for (var worker : work) {
      worker.get(2, TimeUnit.MINUTES);
    }
    await().atMost(CALM).until(due::isEmpty);
    calm = true;
    mailPort.be(Mood.WORKS);
    servicePort.be(Mood.WORKS);
    System.out.println("Calm. The promises are counted");
    settle();
    everyAlertIsInOneIncident();
    everyTimerHasFired();
    everyMessageHasArrived();
    noActionRanTwice();
    nothingIsStuck();
  }

  private void fault() throws Exception {
    int which = random.nextInt(8);
    int node = random.nextInt(nodes.size());
    var from = Instant.now();
    switch (which) {
      case 0 -> {
        say("Kills node %d".formatted(node));
        nodes.get(node).kill();
        blows.add(since(from));
        nodes.get(node).start();
      }
      case 1 -> {
        say("Stops node %d for longer than the lock".formatted(node));
        signal("-STOP", nodes.get(node));
        Thread.sleep(LOCK.plusSeconds(5).toMillis());
        signal("-CONT", nodes.get(node));
        blows.add(since(from));
      }
      case 2 -> {
        say("Crashes the database");
        database.crash();
        Thread.sleep(random.nextInt(4_000));
        database.start();
        gone(from);
      }
      case 3 -> {
        say("Cuts all connections to the database");
        attempt(
            () ->
                jdbc.sql(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                            + " where datname = 'tocsin' and pid <> pg_backend_pid()")
                    .query(Long.class)
                    .single());
        blows.add(since(from));
      }
      case 4 -> {
        if (disk.canBeFull()) {
          say("Fills the disk");
          disk.fill();
          Thread.sleep(2_000 + random.nextInt(6_000));
          disk.empty();
          // It has given up when it could not write its log.
          database.crash();
          database.start();
          gone(from);
        } else {
          System.out.println("Left out, for want of rights: a disk that is full");
        }
      }
      case 5, 6 -> moody("The mail server", mailPort);
      default -> moody("The service", servicePort);
    }
  }

  private static Span since(Instant from) {
    return new Span(from, Instant.now());
  }

  private void gone(Instant from) {
    blows.add(since(from));
    outages.add(since(from));
  }

  private void moody(String what, FlakyPort port) throws InterruptedException {
    var moods =
        List.of(
            Mood.REFUSES, Mood.HANGS, Mood.SWALLOWS_ANSWERS, Mood.ANSWERS_LATE, Mood.ANSWERS_TWICE);
    var mood = moods.get(random.nextInt(moods.size()));
    say(what + ": " + mood);
    port.be(mood);
    Thread.sleep(2_000 + random.nextInt(8_000));
    port.be(Mood.WORKS);
  }

  private void say(String what) {
    told.add(what);
    System.out.printf("%s %s%n", Instant.now(), what);
  }

  private static void signal(String signal, ChildJvm node) throws Exception {
    assertThat(new ProcessBuilder("kill", signal, String.valueOf(node.pid())).start().waitFor())
        .isZero();
  }

  /** As Alertmanager does: again until it is taken, and now and then once more. */
  private void sendAlerts() {
    var dice = new Random(SEED + 1);
    for (int number = 0; !over; number++) {
      var fingerprint = "signal-" + number;
      var service = SERVICES.get(dice.nextInt(SERVICES.size()));
      var sent = false;
      while (!sent && !over) {
        sent = send(fingerprint, service, bases.get(dice.nextInt(bases.size())));
      }
      if (sent) {
        taken.add(fingerprint);
      }
      if (dice.nextInt(4) == 0) {
        send(fingerprint, service, bases.get(dice.nextInt(bases.size())));
      }
      pause(200);
    }
  }

  private static boolean send(String fingerprint, String service, String base) {
    try {
      return Alerts.send(base, fingerprint, service, List.of(fingerprint)).status() == 202;
    } catch (UncheckedIOException e) {
      pause(500);
      return false;
    }
  }

  private void runActions() {
    var dice = new Random(SEED + 2);
    while (!over) {
      attempt(
          () -> {
            var number =
                jdbc.sql("select number from incident order by random() limit 1")
                    .query(String.class)
                    .single();
            var service = SERVICES.get(dice.nextInt(SERVICES.size()));
            Caller.person(bases.get(dice.nextInt(bases.size())), "techlead")
                .post(
                    "/api/v1/services/" + service + "/actions/restart",
                    Map.of("incident", number, "reason", "Slow"));
          });
      pause(2_000);
    }
  }

  private void declareIncidents() {
    var dice = new Random(SEED + 3);
    while (!over) {
      var base = bases.get(dice.nextInt(bases.size()));
      var service = SERVICES.get(dice.nextInt(SERVICES.size()));
      var severity = String.valueOf(1 + dice.nextInt(4));
      attempt(() -> new Team(base).declare("Pages are slow", service, severity));
      pause(5_000);
    }
  }

  /** By itself, at the pace of its scenario; the next begins when a service is free again. */
  private void runDrills() {
    var dice = new Random(SEED + 4);
    var scenarios = List.of("bad-deployment", "memory-leak", "slow-database");
    while (!over) {
      var base = bases.get(dice.nextInt(bases.size()));
      var drill =
          Map.<String, Object>of(
              "scenario",
              scenarios.get(dice.nextInt(scenarios.size())),
              "responders",
              true,
              "unattended",
              true);
      attempt(
          () -> {
            var answer = Caller.person(base, "drill").post("/api/v1/drills", drill);
            if (answer.status() == 201) {
              drills.incrementAndGet();
            } else {
              System.out.printf("No drill: %s%n", answer.body());
            }
          });
      pause(20_000);
    }
  }

  /** Nobody wants to wait for hours: one timer after the other is due now. */
  private void hastenTimers() {
    while (!over) {
      attempt(
          () ->
              jdbc.sql(
                      "update act_ru_job set duedate_ = localtimestamp where id_ = (select job.id_"
                          + " from act_ru_job job join act_ru_jobdef def on def.id_ = job.job_def_id_"
                          + " where def.act_id_ = 'Event_updateOpens' and job.lock_owner_ is null"
                          // The clock of one node is ahead, and that is its own affair.
                          + " and job.duedate_ > localtimestamp + interval '5 minutes'"
                          + " order by random() limit 1) and lock_owner_ is null returning id_")
                  .query(String.class)
                  .optional()
                  .ifPresent(id -> due.put(id, Instant.now())));
      pause(700);
    }
  }

  /** Sees for itself when a timer has fired: the nodes do not agree on what time it is. */
  private void watchTimers() {
    while (!calm) {
      attempt(
          () -> {
            var ids = List.copyOf(due.keySet());
            var waiting =
                Set.copyOf(
                    jdbc.sql("select id_ from act_ru_job where id_ = any(?)")
                        .param(ids.toArray(String[]::new))
                        .query(String.class)
                        .list());
            var now = Instant.now();
            ids.stream()
                .filter(id -> !waiting.contains(id))
                .forEach(id -> fired.add(new Span(due.remove(id), now)));
          });
      pause(200);
    }
  }

  private Late lateness(Span waited) {
    var without = outages.stream().map(waited::shared).reduce(Duration.ZERO, Duration::plus);
    var time = Duration.between(waited.from(), waited.to()).minus(without);
    return new Late(time, blows.stream().filter(waited::meets).count());
  }

  private void restart(HttpExchange exchange) throws IOException {
    var key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    executions.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
    if (executions.size() % 5 == 0) {
      // Late, or not at all.
      pause(5_000);
    }
    answer(exchange, executions.size() % 7 == 0 ? 503 : 200);
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    var body = "{}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Until nothing is due any more; a message that failed is tried again for a while. */
  private void settle() {
    await()
        .atMost(CALM)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreExceptions()
        .until(
            () ->
                jdbc.sql(
                            "select (select count(*) from act_ru_job where retries_ > 0"
                                + " and coalesce(duedate_, localtimestamp) <= localtimestamp)"
                                + " + (select count(*) from delivery where state = 'pending')")
                        .query(Long.class)
                        .single()
                    == 0);
  }

  private void everyAlertIsInOneIncident() {
    var incidents = new HashMap<String, Integer>();
    jdbc.sql("select fingerprint, count(distinct incident) from alert group by fingerprint")
        .query((row, n) -> incidents.put(row.getString(1), row.getInt(2)))
        .list();
    assertThat(incidents.keySet()).as("alerts that were answered 202").containsAll(taken);
    assertThat(taken)
        .as("alerts in other than one incident")
        .allSatisfy(alert -> assertThat(incidents.get(alert)).isEqualTo(1));
    System.out.printf("%d alerts, each in one incident%n", taken.size());
  }

  private void everyTimerHasFired() {
    var open =
        jdbc.sql(
                "select count(*) from act_ru_job where retries_ > 0 and duedate_"
                    + " < localtimestamp - cast(? as interval)")
            .param(LOCK.plusSeconds(2).toString())
            .query(Long.class)
            .single();
    var sorted = fired.stream().map(this::lateness).sorted().toList();
    System.out.printf(
        "Timers: %d fired, half of them within %s, the last after %s, of which %d after more than"
            + " the lock time for each fault meanwhile and 2 s; %d due and not fired%n",
        sorted.size(),
        Figures.text(sorted.get(sorted.size() / 2).time()),
        Figures.text(sorted.get(sorted.size() - 1).time()),
        sorted.stream().filter(Late::tooLate).count(),
        open);
    assertThat(open).as("timers that are due and have not fired").isZero();
    assertThat(sorted).as("timers that were too late").noneMatch(Late::tooLate);
  }

  private void everyMessageHasArrived() {
    var arrived = new HashMap<String, Integer>();
    for (var message : mail.getReceivedMessages()) {
      try {
        arrived.merge(message.getMessageID(), 1, Integer::sum);
      } catch (MessagingException e) {
        throw new IllegalStateException(e);
      }
    }
    var states = new HashMap<String, Integer>();
    jdbc.sql("select state, count(*) from delivery where channel = 'email' group by state")
        .query((row, n) -> states.put(row.getString(1), row.getInt(2)))
        .list();
    var sent =
        jdbc.sql("select message_id from delivery where channel = 'email' and state = 'sent'")
            .query(String.class)
            .list();
    var twice = arrived.values().stream().mapToInt(count -> count - 1).sum();
    System.out.printf("Messages: %s; %d arrived more than once%n", states, twice);
    assertThat(sent).as("messages that count as sent").allMatch(arrived::containsKey);
    assertThat(states).as("messages by state").doesNotContainKeys("pending", "failed");
    // Each fault may cut off what the threads of both nodes are sending just then.
    assertThat(twice).as("repeated messages").isLessThanOrEqualTo(told.size() * 16);
  }

  private void noActionRanTwice() {
    System.out.printf("Actions: %d%n", executions.size());
    assertThat(executions)
        .as("executions of each action")
        .allSatisfy((key, times) -> assertThat(times).hasValue(1));
  }

  /** An incident that goes on has a process that does, and what has failed is to be seen. */
  private void nothingIsStuck() {
    var numbers = jdbc.sql("select number from incident").query(String.class).list();
    System.out.printf("Incidents: %d, %d of them drills%n", numbers.size(), drills.get());
    assertThat(numbers).as("numbers").doesNotHaveDuplicates();
    var orphans =
        jdbc.sql(
                "select number from incident where status not in ('closed', 'dismissed', 'merged')"
                    + " and not exists (select from act_ru_execution where business_key_ = number)")
            .query(String.class)
            .list();
    var silent =
        jdbc.sql(
                "select job.id_ from act_ru_job job where retries_ = 0"
                    + " and not exists (select from act_ru_incident where configuration_ = job.id_)")
            .query(String.class)
            .list();
    assertThat(orphans).as("open incidents without a process").isEmpty();
    assertThat(silent).as("given up without a sign").isEmpty();
  }

  private static void attempt(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | AssertionError e) {
      // Something else fails just now.
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
