package io.tocsin.e2e;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * Measures Tocsin beside what the machine and the engine can do at all, and writes the table of
 * docs/benchmark.md. Says nothing about right or wrong. Run it with {@code mvn verify -Pbenchmark}
 * on a machine that does nothing else.
 */
@Tag("benchmark")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BenchmarkTest {

  private static final Path RESULT = Path.of("docs/benchmark.md");
  private static final String MARKER = "## The last run";
  private static final int CLIENTS = 8;
  private static final int BATCH = 20;

  /** As many as keep both busy who work by waiting for the next task. */
  private static final int RESPONDERS = 24;

  /**
   * What one delivery is for the engine. Ours keeps no history of it, so nothing in the tables says
   * it.
   */
  private static final Map<String, Integer> OF_A_DELIVERY =
      new TreeMap<>(Map.of("procinst", 1, "actinst", 5, "varinst", 2, "job_log", 2));

  /** Divides times and numbers, to try the benchmark itself. */
  private static final int SCALE = Integer.getInteger("benchmark.scale", 1);

  private final Figures figures = new Figures();
  private final Path data = Path.of("target/benchmark", UUID.randomUUID().toString());
  private final int port = FreePort.find();
  private final int barePort = FreePort.find();
  private final String base = "http://127.0.0.1:" + port;
  private final String bareBase = "http://127.0.0.1:" + barePort;

  private SharedDatabase database;
  private MailSink mail;
  private HealthyServices services;
  private HikariDataSource pool;
  private HikariDataSource barePool;
  private JdbcClient jdbc;
  private JdbcClient bareJdbc;
  private ChildJvm rehearsal;
  private ChildJvm tocsin;
  private ChildJvm bare;
  private Lifecycles lives;
  private CheapCaller anybody;
  private CheapCaller source;
  private CheapCaller plainSource;
  private CheapCaller reader;

  @BeforeAll
  void startAll() throws Exception {
    Files.createDirectories(data);
    database = new SharedDatabase(data.resolve("postgres"), "tocsin", "bare");
    mail = new MailSink();
    services = new HealthyServices();
    pool = pool("tocsin", 40);
    barePool = pool("bare", 8);
    jdbc = JdbcClient.create(pool);
    bareJdbc = JdbcClient.create(barePool);
    var jar = KillableTocsin.extract(data.resolve("image")).toString();
    var archive = data.resolve("classes.jsa");
    rehearsal = tocsin(jar, "-XX:ArchiveClassesAtExit=" + archive);
    tocsin = tocsin(jar, "-XX:SharedArchiveFile=" + archive);
    bare = bare();
    anybody = new CheapCaller(base, CLIENTS, Map.of());
    source = new CheapCaller(base, CLIENTS, Map.of("Authorization", Alerts.AUTHORIZATION));
    plainSource = new CheapCaller(bareBase, CLIENTS, Map.of());
    reader = new CheapCaller(base, CLIENTS, Map.of("Authorization", Caller.basic("commander")));
    lives = new Lifecycles(base, bareBase, jdbc, bareJdbc);
  }

  @AfterAll
  void stopAll() throws IOException {
    figures.write(RESULT, MARKER, circumstances());
    anybody.close();
    source.close();
    plainSource.close();
    reader.close();
    tocsin.stop();
    bare.stop();
    pool.close();
    barePool.close();
    mail.close();
    services.close();
    database.close();
    // Several gigabytes, which would fill the disk run by run.
    FileSystemUtils.deleteRecursively(data.resolve("postgres"));
  }

  private HikariDataSource pool(String name, int connections) {
    var made = new HikariDataSource();
    made.setJdbcUrl(database.url(name));
    made.setUsername("postgres");
    made.setMaximumPoolSize(connections);
    return made;
  }

  /** As the image starts it, where the archive of classes is made by a rehearsal. */
  private ChildJvm tocsin(String jar, String archive) {
    return child(
        "tocsin",
        port,
        "/actuator/health/readiness",
        List.of(archive, "-jar", jar),
        List.of(
            "--tocsin.data-dir=" + data,
            "--spring.mail.host=127.0.0.1",
            "--spring.mail.port=" + mail.port(),
            "--tocsin.simulated.url=" + services.url(),
            "--tocsin.alerts.limits.timeline-lines=1000000"));
  }

  private ChildJvm bare() {
    return child(
        "bare",
        barePort,
        "/engine-rest/engine",
        List.of("-cp", ChildJvm.classPath(), "io.tocsin.e2e.BareCamunda"),
        Stream.concat(BARE.stream(), Stream.of("--plain.url=" + database.url("tocsin"))).toList());
  }

  private ChildJvm child(
      String name, int port, String alive, List<String> program, List<String> settings) {
    var arguments = new ArrayList<String>();
    arguments.addAll(
        List.of(
            "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseParallelGC", "-Duser.timezone=UTC"));
    arguments.addAll(program);
    arguments.add("--server.port=" + port);
    arguments.add("--spring.datasource.url=" + database.url(name));
    arguments.add("--spring.datasource.username=postgres");
    arguments.addAll(settings);
    return new ChildJvm(arguments, data.resolve(name + ".log"), "http://127.0.0.1:" + port + alive);
  }

  /** The engine with our settings of it, as far as they concern what is compared. */
  private static final List<String> BARE =
      List.of(
          "--spring.config.name=bare",
          "--spring.autoconfigure.exclude="
              + String.join(
                  ",",
                  "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
                  "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
                  "org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration",
                  "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration",
                  "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration",
                  "org.springframework.boot.autoconfigure.session.SessionAutoConfiguration"),
          "--server.address=127.0.0.1",
          "--spring.datasource.hikari.maximum-pool-size=60",
          "--camunda.bpm.auto-deployment-enabled=false",
          "--camunda.bpm.admin-user.id=demo",
          "--camunda.bpm.admin-user.password=demo",
          "--camunda.bpm.history-level=full",
          "--camunda.bpm.eventing.execution=false",
          "--camunda.bpm.eventing.history=false",
          "--camunda.bpm.eventing.task=false",
          "--camunda.bpm.job-execution.core-pool-size=8",
          "--camunda.bpm.job-execution.max-pool-size=8",
          "--camunda.bpm.job-execution.queue-capacity=100",
          "--camunda.bpm.job-execution.max-jobs-per-acquisition=50",
          "--camunda.bpm.job-execution.wait-time-in-millis=500",
          "--camunda.bpm.job-execution.max-wait=500");

  @Test
  @Order(1)
  void startUp() {
    // Makes the tables, and the archive of classes.
    Stream.of(bare, rehearsal)
        .parallel()
        .forEach(
            first -> {
              first.start();
              first.stop();
            });
    var bareStart = bare.start();
    var start = tocsin.start();
    plainTables();
    figures.atMost("Start on an existing database", start, "bare engine", bareStart, 1.2);
    figures.told("Memory of the idle process", memory());
  }

  /** Before anything else is open whose timers would be measured with it. */
  @Test
  @Order(3)
  void alerts() throws IOException {
    var number = lives.declare();
    // Made before: a caller costs no more than the sending.
    var ones = IntStream.range(0, 1000).mapToObj(n -> payload(List.of("repeat" + n))).toList();
    var batches =
        IntStream.range(0, 50).mapToObj(n -> payload(range(n * BATCH, "repeat"))).toList();
    for (var batch : batches) {
      send(batch);
    }
    Load.during(CLIENTS, seconds(12), n -> send(ones.get(random(1000))));
    var one = Load.run(CLIENTS, seconds(6), n -> send(ones.get(random(1000))));
    var plain = Load.run(CLIENTS, seconds(6), n -> upsert(List.of("repeat" + random(1000))));
    figures.rate(
        "Repeated alerts, one in a request",
        one.perSecond(),
        "plain upserts",
        plain.perSecond(),
        0.5);
    Load.during(CLIENTS, seconds(12), n -> sendPlainly(ones.get(random(1000))));
    var plainOne = Load.run(CLIENTS, seconds(6), n -> sendPlainly(ones.get(random(1000))));
    figures.rate(
        "The same",
        one.perSecond(),
        "a servlet that does a plain upsert",
        plainOne.perSecond(),
        0.5);
    figures.told("The same, p99", Figures.text(one.at(0.99)));
    var many = Load.run(CLIENTS, seconds(6), n -> send(batches.get(random(50))));
    var plainMany = Load.run(CLIENTS, seconds(6), n -> upsert(range(random(50) * BATCH, "repeat")));
    figures.rate(
        "Repeated alerts, %d in a request".formatted(BATCH),
        many.perSecond() * BATCH,
        "plain upserts of as many",
        plainMany.perSecond() * BATCH,
        0.5);
    var plainBatch = Load.run(CLIENTS, seconds(6), n -> sendPlainly(batches.get(random(50))));
    figures.rate(
        "The same",
        many.perSecond() * BATCH,
        "a servlet that does plain upserts of as many",
        plainBatch.perSecond() * BATCH,
        0.5);
    figures.told("The same, p99 of a request", Figures.text(many.at(0.99)));
    var smallest = Load.run(CLIENTS, seconds(5), n -> anybody.read("/robots.txt"));
    figures.told("Requests that do nothing", Figures.perSecond(smallest.perSecond()));
    var fresh =
        Load.run(CLIENTS, seconds(6), n -> send(payload(List.of("fresh" + UUID.randomUUID()))));
    var plainFresh =
        Load.run(CLIENTS, seconds(6), n -> upsert(List.of("fresh" + UUID.randomUUID())));
    figures.rate(
        "New alerts of an open incident",
        fresh.perSecond(),
        "plain inserts",
        plainFresh.perSecond(),
        0);
    figures.told("The same, p99", Figures.text(fresh.at(0.99)));
    lives.dismiss(number);
  }

  @Test
  @Order(4)
  void incidents() {
    Load.during(CLIENTS, seconds(5), n -> lives.declare());
    Load.during(CLIENTS, seconds(5), n -> lives.declareBare());
    settle(jdbc);
    settle(bareJdbc);
    var before = counts();
    var declared = new Declared();
    var bareDeclared = new Declared();
    // In turns: a machine that is slower for a while is so for both.
    for (int round = 0; round < 3; round++) {
      declared.more(jdbc, n -> lives.declare());
      bareDeclared.more(bareJdbc, n -> lives.declareBare());
    }
    var written = counts().minus(before);
    var rows = Math.max(1, Math.round((double) written.rows() / declared.number));
    var commits = Math.max(1, Math.round((double) written.commits() / declared.number));
    var plain = Load.run(CLIENTS, seconds(5), n -> plainRows(rows, commits));
    figures.rate(
        "Incidents declared, until all that this begins is done",
        declared.perSecond(),
        "bare engine",
        bareDeclared.perSecond(),
        0.7);
    figures.rate(
        "The same",
        declared.perSecond(),
        "%d plain rows in %d transactions".formatted(rows, commits),
        plain.perSecond(),
        0);
    bare.stop();
    figures.told(
        "Bytes of the database per open incident", bytes(written.bytes() / declared.number));
    dismissAll();
  }

  /** Who waits for them would be called again and again while something else is measured. */
  private void dismissAll() {
    var open =
        jdbc.sql("select number from incident where status = 'investigating'")
            .query(String.class)
            .list();
    open.parallelStream().forEach(lives::dismiss);
    settle();
  }

  @Test
  @Order(2)
  void lifecycles() {
    // Both have compiled what they do often before it is measured.
    Load.during(RESPONDERS, seconds(20), n -> lives.live());
    Load.during(RESPONDERS, seconds(8), n -> lives.liveBare());
    settle();
    var size = counts();
    var begun = closed();
    var ours =
        wholeTime(() -> Load.during(RESPONDERS, seconds(50), n -> lives.live()), this::settle);
    var lived = closed() - begun;
    var written = counts().minus(size);
    var theirs = Load.during(RESPONDERS, seconds(20), n -> lives.liveBare());
    figures.rate(
        "Incidents from declared to closed, until the last message is sent",
        lived / ours,
        "bare engine, as many activities",
        theirs.perSecond(),
        0.7);
    figures.told("Bytes of the database per closed incident", bytes(written.bytes() / lived));
    figures.told("Rows written for one incident", String.valueOf(written.rows() / lived));
    var deliveries = deliveries();
    OF_A_DELIVERY.forEach(
        (table, rows) ->
            figures.told(
                "Rows of act_hi_%s for one incident, with those that deliveries would leave; the bare engine's"
                    .formatted(table),
                "%.0f; %.0f"
                    .formatted(
                        history(jdbc, table, "incident-response") + rows * deliveries,
                        history(bareJdbc, table, "bare"))));
    figures.told("Memory under load", memory());
  }

  @Test
  @Order(5)
  void timers() {
    var template = lives.respond();
    settle();
    copy(template, 1_000_001, 5_000 / SCALE, Integer.MAX_VALUE);
    lateness("with 5,000 open incidents", 1_250 / SCALE);
    lone();
    figures.told("Memory with 5,000 open incidents, of a heap of 512 MB", memory());
    copy(template, 1_100_001, 15_000 / SCALE, Integer.MAX_VALUE);
    lateness("with 20,000 open incidents", 1_250 / SCALE);
    figures.told("Memory with 20,000 open incidents, of a heap of 512 MB", memory());
  }

  @Test
  @Order(6)
  void reading() {
    var number =
        jdbc.sql("select number from incident where status = 'closed' order by number limit 1")
            .query(String.class)
            .single();
    pages(number, seconds(1));
    var few = pages(number, seconds(3));
    copy(number, 2_000_001, 100_000 / SCALE, 10);
    var many = pages(number, seconds(3));
    few.forEach(
        (page, time) -> {
          figures.under(
              page + " with 100,000 past incidents, p99", many.get(page), Duration.ofMillis(50));
          figures.atMost("The same", many.get(page), "with some hundred", time, 1.5);
        });
  }

  @Test
  @Order(7)
  void cleanUp() {
    jdbc.sql(
            "update act_hi_procinst set removal_time_ = now() - interval '1 day' where end_time_ is not null")
        .update();
    var closed = ended();
    var time =
        wholeTime(
            () ->
                new Team(base)
                    .person("admin")
                    .post("/engine-rest/history/cleanup?immediatelyDue=true", Map.of())
                    .json(200),
            () -> await(() -> ended() == 0));
    figures.told(
        "Ended process instances that the clean-up of history removes",
        Figures.perSecond(closed / time));
  }

  /** Of one incident, on average; those of the samples have none. */
  private double deliveries() {
    return jdbc.sql("select count(incident)::float8 / count(distinct incident) from delivery")
        .query(Double.class)
        .single();
  }

  /** Of all process instances that an ended one has called, on average. */
  private static double history(JdbcClient jdbc, String table, String model) {
    return jdbc.sql(
            "select count(*)::float8 / count(distinct root_proc_inst_id_) from act_hi_%s"
                    .formatted(table)
                + " where root_proc_inst_id_ in (select id_ from act_hi_procinst"
                + " where proc_def_key_ = ? and end_time_ is not null)")
        .param(model)
        .query(Double.class)
        .single();
  }

  private long ended() {
    return jdbc.sql(
            "select count(*) from act_hi_procinst where removal_time_ < now() - interval '1 hour'")
        .query(Long.class)
        .single();
  }

  private void plainTables() {
    PlainAlerts.createTable(jdbc);
    jdbc.sql(
            "create table plain_row (id bigint generated always as identity primary key, text text)")
        .update();
  }

  private static byte[] payload(List<String> fingerprints) {
    return Alerts.payload("{}:{alertname=\"Slow\"}", "shop-web", fingerprints);
  }

  private void send(byte[] payload) throws IOException {
    source.post(Alerts.PATH, payload, 202);
  }

  private void sendPlainly(byte[] payload) throws IOException {
    plainSource.post(PlainAlerts.PATH, payload, 202);
  }

  private void upsert(List<String> fingerprints) {
    PlainAlerts.upsert(jdbc, fingerprints);
  }

  private void plainRows(long rows, long commits) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      for (long commit = 0; commit < commits; commit++) {
        try (var insert =
            connection.prepareStatement(
                "insert into plain_row (text) select repeat('x', 150) from generate_series(1, ?)")) {
          insert.setLong(1, Math.max(1, rows / commits));
          insert.executeUpdate();
        }
        connection.commit();
      }
      connection.setAutoCommit(true);
    }
  }

  private void lateness(String circumstances, int timers) {
    burst(timers / 8);
    var late = burst(timers);
    for (var quantile : List.of(0.5, 0.95)) {
      figures.told(
          "Lateness of timers, 50 due a second, %s, p%.0f".formatted(circumstances, quantile * 100),
          Figures.text(late.at(quantile)));
    }
    figures.under(
        "Lateness of timers, 50 due a second, %s, p99".formatted(circumstances),
        late.at(0.99),
        Duration.ofMillis(1500));
  }

  /** Has so many timers become due, fifty a second, from five seconds on. */
  private Load.Result burst(int timers) {
    var moved =
        jdbc.sql(
                "update act_ru_job set duedate_ = localtimestamp + interval '5 seconds'"
                    + " + n * interval '20 milliseconds' from (select job.id_ as id,"
                    + " row_number() over (order by random()) as n from act_ru_job job"
                    + " join act_ru_jobdef def on def.id_ = job.job_def_id_"
                    + " where def.act_id_ = 'Event_updateOpens'"
                    + " and job.duedate_ > localtimestamp + interval '10 minutes'"
                    + " limit :timers) as due where id_ = due.id returning id_")
            .param("timers", timers)
            .query(String.class)
            .list();
    return latenesses(moved);
  }

  private void lone() {
    var moved =
        jdbc.sql(
                "update act_ru_job set duedate_ = localtimestamp + cast(? as interval) where id_ ="
                    + " (select job.id_ from act_ru_job job join act_ru_jobdef def"
                    + " on def.id_ = job.job_def_id_ where def.act_id_ = 'Event_updateOpens'"
                    + " and job.duedate_ > localtimestamp + interval '10 minutes' limit 1)"
                    + " returning id_")
            .param(seconds(120).toString())
            .query(String.class)
            .list();
    figures.under(
        "Lateness of one timer after two idle minutes",
        latenesses(moved).at(1),
        Duration.ofSeconds(1));
  }

  /** What the engine itself wrote down: when a timer was due, and when it had fired. */
  private Load.Result latenesses(List<String> timers) {
    var ids = timers.toArray(String[]::new);
    // Seldom: to look at so many costs what the timers need.
    await(
        Duration.ofSeconds(3),
        () ->
            jdbc.sql("select count(*) from act_ru_job where id_ = any(?)")
                    .param(ids)
                    .query(Long.class)
                    .single()
                == 0);
    var late =
        jdbc.sql(
                "select extract(epoch from (timestamp_ - job_duedate_)) * 1000000000"
                    + " from act_hi_job_log where job_state_ = 2 and job_id_ = any(?) order by 1")
            .param(ids)
            .query(Long.class)
            .list();
    return new Load.Result(0, late.stream().mapToLong(Long::longValue).toArray());
  }

  private Map<String, Duration> pages(String number, Duration time) {
    var times = new java.util.LinkedHashMap<String, Duration>();
    for (var page :
        List.of(
            "/api/v1/incidents",
            "/api/v1/incidents/" + number,
            "/api/v1/incidents/" + number + "/timeline",
            "/incidents",
            "/incidents/" + number,
            "/status")) {
      var load = Load.run(2, time, n -> reader.read(page));
      times.put("`GET " + page.replace(number, "{number}") + "`", load.at(0.99));
    }
    return times;
  }

  private void copy(String number, int from, int copies, int rows) {
    var half = copies / 2;
    Stream.<Runnable>of(
            () -> copyAtOnce(number, from, half, rows),
            () -> copyAtOnce(number, from + half, copies - half, rows))
        .parallel()
        .forEach(Runnable::run);
    // What so many at once leave to be tidied up would be measured with what follows.
    jdbc.sql("vacuum analyze").update();
    jdbc.sql("checkpoint").update();
  }

  private void copyAtOnce(String number, int from, int copies, int rows) {
    try (var connection =
        new SingleConnectionDataSource(DataSourceUtils.getConnection(pool), false)) {
      new Copies(connection).make(number, from, copies, rows);
    }
  }

  /** Waits until all that is due has been done, the last message included. */
  private void settle() {
    settle(jdbc);
  }

  private static void settle(JdbcClient jdbc) {
    await(
        () ->
            jdbc.sql(
                        "select count(*) from act_ru_job where coalesce(duedate_, localtimestamp)"
                            + " <= localtimestamp and retries_ > 0 and suspension_state_ = 1")
                    .query(Long.class)
                    .single()
                == 0);
  }

  private static void await(java.util.concurrent.Callable<Boolean> condition) {
    await(Duration.ofMillis(200), condition);
  }

  private static void await(Duration every, java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(every)
        .until(condition);
  }

  private static double wholeTime(Runnable work, Runnable end) {
    var begun = System.nanoTime();
    work.run();
    end.run();
    return (System.nanoTime() - begun) / 1e9;
  }

  private long closed() {
    return jdbc.sql("select count(*) from incident where status = 'closed'")
        .query(Long.class)
        .single();
  }

  /** So many, and so fast. */
  private static final class Declared {

    private int number;
    private double seconds;

    void more(JdbcClient jdbc, Load.Call declare) {
      var calls = new ArrayList<Load.Result>();
      seconds +=
          wholeTime(
              () -> calls.add(Load.during(CLIENTS, BenchmarkTest.seconds(5), declare)),
              () -> settle(jdbc));
      number += calls.get(0).number();
    }

    double perSecond() {
      return number / seconds;
    }
  }

  /** What PostgreSQL has counted for us so far. */
  private record Counts(long rows, long commits, long bytes) {

    Counts minus(Counts before) {
      return new Counts(rows - before.rows, commits - before.commits, bytes - before.bytes);
    }
  }

  private Counts counts() {
    // Each backend tells its counts a while after it has become idle.
    jdbc.sql("select pg_sleep(2)").query((row, n) -> "").list();
    return jdbc.sql(
            "select tup_inserted + tup_updated + tup_deleted, xact_commit,"
                + " pg_database_size(datname) from pg_stat_database"
                + " where datname = current_database()")
        .query((row, n) -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3)))
        .single();
  }

  private String memory() {
    try {
      return Files.readAllLines(Path.of("/proc/" + tocsin.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB resident")
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown on this system";
    }
  }

  private static String bytes(long bytes) {
    return String.format(Locale.ROOT, "%.0f kB", bytes / 1024.0);
  }

  private static int random(int bound) {
    return ThreadLocalRandom.current().nextInt(bound);
  }

  private static List<String> range(int from, String name) {
    return IntStream.range(from, from + BATCH).mapToObj(n -> name + n).toList();
  }

  private static Duration seconds(int seconds) {
    return Duration.ofMillis(1000L * seconds / SCALE);
  }

  private List<String> circumstances() {
    return List.of(
        "%s, %d processors, Java %s, PostgreSQL with fsync on the same machine; both servers with a heap of 512 MB, %d clients.%s"
            .formatted(
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                CLIENTS,
                SCALE == 1
                    ? ""
                    : " Tried with `-Dbenchmark.scale=%d`: times and numbers of incidents are divided by it."
                        .formatted(SCALE)));
  }
}
