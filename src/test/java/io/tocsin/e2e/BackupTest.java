package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.tocsin.TocsinApplication;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A copy that is made while Tocsin works brings it back on another machine, as it was then: what
 * came later is gone, and what was promised before is kept. The copy is made by PostgreSQL's own
 * low-level interface, as every tool for physical backups does; run it with {@code mvn verify
 * -Pdurability}.
 */
@Tag("durability")
class BackupTest {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final Path folder = Path.of("target/durability", "backup-" + System.nanoTime());
  private final int mailPort = FreePort.find();
  private final GreenMail mail =
      new GreenMail(new ServerSetup(mailPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  private final Provider provider = new Provider();
  private final Path config = folder.resolve("sources/config.yaml").toAbsolutePath();

  private Running running;

  /** One installation: a data folder with its database and its evidence, and a server on it. */
  private final class Running implements AutoCloseable {

    private final Path data;
    private final int database = FreePort.find();
    private final ChildJvm server;
    private final Team team;
    private final String base;

    Running(String name) {
      data = folder.resolve(name).toAbsolutePath();
      var port = FreePort.find();
      base = "http://127.0.0.1:" + port;
      team = new Team(base);
      var arguments =
          new ArrayList<>(
              List.of(
                  "-Xmx700m",
                  "-Duser.timezone=UTC",
                  "-cp",
                  ChildJvm.classPath(),
                  TocsinApplication.class.getName(),
                  "--server.port=" + port,
                  "--tocsin.data-dir=" + data,
                  "--tocsin.embedded-postgres.port=" + database,
                  "--tocsin.embedded-postgres.binaries-dir=target/postgres-binaries",
                  "--tocsin.sample.history=false",
                  "--tocsin.monitors.enabled=false",
                  "--tocsin.evidence.services.payments.files[0]=" + config,
                  "--tocsin.evidence.services.payments.urls[0].name=access.log",
                  "--tocsin.evidence.services.payments.urls[0].url=" + provider.url + "/access.log",
                  "--spring.mail.host=127.0.0.1",
                  "--spring.mail.port=" + mailPort));
      arguments.addAll(service(0, "payments", "Payments"));
      arguments.add(catalog(0, "actions.clear-cache.title=Clear the cache of payments"));
      arguments.add(catalog(0, "actions.clear-cache.approval=false"));
      arguments.add(catalog(0, "actions.clear-cache.external.limit=10m"));
      arguments.addAll(service(1, "checkout", "Checkout"));
      arguments.add(catalog(1, "actions.rollback.title=Roll back checkout"));
      arguments.add(catalog(1, "actions.rollback.approval=false"));
      arguments.add(catalog(1, "actions.rollback.timeout=45s"));
      arguments.add(catalog(1, "actions.rollback.http.url=" + provider.url + "/rollback"));
      arguments.addAll(service(2, "search", "Search"));
      arguments.add(catalog(2, "actions.restart.title=Restart search"));
      arguments.add(catalog(2, "actions.restart.approval=true"));
      arguments.add(catalog(2, "actions.restart.http.url=" + provider.url + "/restart"));
      server =
          new ChildJvm(arguments, data.resolve("tocsin.log"), base + "/actuator/health/readiness");
    }

    private List<String> service(int index, String id, String name) {
      return List.of(
          catalog(index, "id=" + id),
          catalog(index, "name=" + name),
          catalog(index, "owner=group:technical-lead"),
          catalog(index, "policy=parsify"),
          catalog(index, "health-checks[0].name=health"),
          catalog(index, "health-checks[0].url=" + provider.url + "/health"));
    }

    private static String catalog(int index, String setting) {
      return "--tocsin.catalog.services[%d].%s".formatted(index, setting);
    }

    Caller worker() {
      return Caller.person(base, "worker");
    }

    Connection connect() throws SQLException {
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:" + database + "/postgres", "postgres", "");
    }

    JsonNode admin(String path) {
      return team.person("admin").read("/engine-rest" + path);
    }

    Set<String> tasks(String number) {
      return ids(admin("/task?maxResults=100&processInstanceBusinessKey=" + number), "id");
    }

    Map<String, String> timers(String number) {
      return ids(admin("/process-instance?maxResults=100&businessKey=" + number), "id").stream()
          .flatMap(instance -> stream(admin("/job?timers=true&processInstanceId=" + instance)))
          .collect(
              Collectors.toMap(
                  timer -> timer.get("id").asText(), timer -> timer.get("dueDate").asText()));
    }

    Map<String, JsonNode> deliveries(String number) {
      return stream(team.person("admin").read("/api/v1/incidents/" + number + "/deliveries"))
          .collect(Collectors.toMap(one -> one.get("id").asText(), one -> one));
    }

    List<String> audit() {
      return team.person("admin").get("/api/v1/audit.jsonl").body().lines().toList();
    }

    /** Kills server and database, and throws away what they had. */
    void lose() {
      server.kill();
      Postmaster.crash(data.resolve("postgres"));
      delete(data);
    }

    @Override
    public void close() {
      server.stop();
      Postmaster.stop(data.resolve("postgres"));
    }
  }

  @BeforeEach
  void begin() throws IOException {
    Files.createDirectories(config.getParent());
    Files.writeString(config, "debug: true\n");
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
    mail.start();
    running = new Running("first");
    running.server.start();
  }

  @AfterEach
  void end() {
    running.close();
    mail.stop();
    provider.close();
  }

  @Test
  void aCopyMadeWhileItRunsBringsEverythingBackAsItWasThen() throws Exception {
    var before = running;
    var number = before.team.declare("Checkout hangs", "payments", "2");
    everythingIsSent(before, number);
    var untaken = before.team.declare("Nobody has taken this", "payments", "2");
    everythingIsSent(before, untaken);
    await().atMost(LONG).until(() -> !before.timers(number).isEmpty());
    var stolen = preserve(before);
    var acting = declareWithActions(before);
    everythingIsSent(before, acting);
    actionsAreUnderWay(before, acting);
    var work = fetch(before);

    var tasks = before.tasks(number);
    var timers = before.timers(number);
    var deliveries = before.deliveries(number);
    var audit = before.audit();
    var timeline = before.team.timeline(number);
    var evidence = before.team.person("commander").read(preserved(stolen));
    var sent = new HashSet<String>();
    for (var one : List.of(number, untaken, stolen, acting)) {
      before.deliveries(one).values().stream()
          .filter(delivery -> delivery.get("state").asText().equals("sent"))
          .forEach(delivery -> sent.add(delivery.get("messageId").asText()));
    }
    assertThat(sent).isNotEmpty();
    var copy = folder.resolve("second").toAbsolutePath();
    backup(before, copy);

    // What comes after the copy is lost with the machine.
    actionsEnd(before, acting, work);
    var taken =
        before
            .team
            .person("oncall1")
            .post("/api/v1/incidents/" + number + "/acknowledge", Map.of());
    assertThat(taken.status()).as(taken.body()).isLessThan(300);
    var lost = before.team.declare("Declared after the copy", "payments", "4");
    var given = Set.of(number, untaken, stolen, acting);
    before.lose();

    running = new Running("second");
    var after = running;
    after.server.start();

    assertThat(after.team.status(number)).isEqualTo("investigating");
    assertThat(after.team.incident(number).get("acknowledgedAt").isNull())
        .as("what came after the copy is not there")
        .isTrue();
    assertThat(after.team.person("commander").get("/api/v1/incidents/" + lost).status())
        .isEqualTo(404);
    assertThat(after.tasks(number)).as("tasks").containsAll(tasks);
    assertThat(after.team.timeline(number))
        .as("timeline")
        .startsWith(timeline.toArray(String[]::new));
    assertThat(after.audit()).as("audit log").containsSubsequence(audit);
    stillDue(timers, after.timers(number));
    evidenceIsWhole(after, stolen, evidence);
    actionsAreSettled(after, acting, work);

    // Nothing that was sent before the copy is sent again.
    assertThat(after.deliveries(number).keySet()).containsAll(deliveries.keySet());
    everythingIsSent(after, number);
    assertThat(mailIds().stream().filter(sent::contains).toList())
        .as("mails of before, once each")
        .containsExactlyInAnyOrderElementsOf(sent);

    // Numbers go on behind those of the copy.
    var next = new HashSet<String>();
    for (int i = 0; i < 3; i++) {
      next.add(after.team.declare("Declared after the restoration", "payments", "4"));
    }
    assertThat(next).hasSize(3).doesNotContainAnyElementsOf(given);

    // Work goes on: by people, and by the clocks.
    after.team.complete(
        "oncall1", number, "Task_triage", Map.of("triageChoice", "respond", "severity", "policy"));
    after.team.task("commander", number, "Task_assignRoles");
    theLadderIsClimbed(after, untaken);
    assertThat(after.admin("/incident?maxResults=100")).as("jobs given up").isEmpty();
  }

  /** A matter of security up to where its playbook has preserved the evidence. */
  private String preserve(Running there) {
    var team = there.team;
    var number = team.declare("Strangers read the customer table", "payments", "2");
    // What is not sent by then is stopped by whoever takes it, or when it becomes restricted.
    everythingIsSent(there, number);
    team.complete(
        "oncall1", number, "Task_triage", Map.of("triageChoice", "respond", "severity", "policy"));
    team.complete(
        "commander",
        number,
        "Task_assignRoles",
        Map.of("commander", "commander", "technicalLead", "techlead"));
    everythingIsSent(there, number);
    team.person("commander")
        .post(
            "/api/v1/incidents/" + number + "/playbook",
            Map.of("playbook", "security-incident", "reason", "The log shows it"))
        .json(200);
    team.complete(
        "techlead",
        number,
        "Task_decideAction",
        Map.of("actionChoice", "byHand", "actionNote", "The network is cut off"));
    team.task("techlead", number, "Task_checkFirst");
    assertThat(provider.calls("/access.log")).as("the vault has read it").hasSize(1);
    everythingIsSent(there, number);
    assertThat(there.deliveries(number).values())
        .extracting(one -> one.get("recipient").asText())
        .contains("security", "exec");
    return number;
  }

  private static String preserved(String number) {
    return "/api/v1/incidents/" + number + "/preserved-evidence";
  }

  private static String declareWithActions(Running there) {
    return there
        .team
        .person("support")
        .post(
            "/api/v1/incidents",
            Map.of(
                "title", "All is slow",
                "services", List.of("payments", "checkout", "search"),
                "severity", "3"))
        .json(201)
        .get("number")
        .asText();
  }

  /**
   * One action waits for its approval, one for a worker, and one is being done. The last is begun
   * last, since it has no more than its time limit.
   */
  private void actionsAreUnderWay(Running there, String number) {
    take(there, number, "restart", "search");
    there.team.task("commander", number, "Task_approve");
    take(there, number, "clear-cache", "payments");
    told(there, number, "Clear the cache of payments: handed to a worker");
    take(there, number, "rollback", "checkout");
    await().atMost(LONG).until(() -> provider.calls("/rollback").size() == 1);
  }

  /** As a playbook does; the technical lead decides. */
  private static void take(Running there, String number, String action, String service) {
    there
        .team
        .person("admin")
        .post(
            "/engine-rest/process-definition/key/take-action/start",
            Map.of("businessKey", number, "variables", Map.of("action", Map.of("value", action))))
        .json(200);
    there.team.complete(
        "techlead",
        number,
        "Task_decideAction",
        Map.of("actionChoice", "run", "actionService", service));
  }

  /** Outside they are done, and Tocsin is about to forget that. */
  private void actionsEnd(Running there, String number, JsonNode work) {
    provider.letRollbacksEnd();
    told(there, number, "Roll back checkout succeeded. HTTP 200\nDone");
    done(there, work, "4711 entries gone");
    told(there, number, "Clear the cache of payments succeeded. 4711 entries gone");
    there.team.complete("commander", number, "Task_approve", Map.of("approve", "yes"));
    told(there, number, "Restart search succeeded. HTTP 200\nDone");
  }

  /** What was under way comes to an end, and whoever does it can tell that it is the same. */
  private void actionsAreSettled(Running there, String number, JsonNode before) {
    assertThat(there.team.timeline(number))
        .as("what became of the actions is forgotten")
        .noneMatch(line -> line.contains("succeeded"));

    there.team.complete("commander", number, "Task_approve", Map.of("approve", "yes"));
    told(there, number, "Restart search succeeded. HTTP 200\nDone before");
    assertThat(provider.calls("/restart")).hasSize(2);
    assertThat(Set.copyOf(provider.calls("/restart"))).as("keys of the restart").hasSize(1);

    var again = fetch(there);
    assertThat(key(again)).as("key of the work").isEqualTo(key(before));
    done(there, again, "They were gone before");
    told(there, number, "Clear the cache of payments succeeded. They were gone before");

    // Nobody saw how it ended, so that it is not run again: a person finds out.
    there.team.complete(
        "techlead",
        number,
        "Task_judgeOutcome",
        Map.of("tookEffect", "yes", "judgement", "The old version answers"));
    told(there, number, "Roll back checkout: it took effect. The old version answers");
    assertThat(provider.calls("/rollback")).as("runs of the rollback").hasSize(1);
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        there.admin(
                            "/process-instance?processDefinitionKey=take-action&businessKey="
                                + number))
                    .as("actions under way")
                    .isEmpty());

    // The service is free for another one.
    take(there, number, "rollback", "checkout");
    told(there, number, "Roll back checkout succeeded. HTTP 200\nDone");
    assertThat(provider.calls("/rollback")).as("another key").hasSize(2).doesNotHaveDuplicates();
  }

  /** Waits until the worker gets something: whoever had it before may have it locked. */
  private static JsonNode fetch(Running there) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                there
                    .worker()
                    .post(
                        "/engine-rest/external-task/fetchAndLock",
                        Map.of(
                            "workerId",
                            "test-worker",
                            "maxTasks",
                            1,
                            "topics",
                            List.of(Map.of("topicName", "clear-cache", "lockDuration", 10_000))))
                    .json(200),
            tasks -> tasks.size() == 1)
        .get(0);
  }

  private static void done(Running there, JsonNode work, String output) {
    var answer =
        there
            .worker()
            .post(
                "/engine-rest/external-task/" + work.get("id").asText() + "/complete",
                Map.of(
                    "workerId",
                    "test-worker",
                    "variables",
                    Map.of("output", Map.of("value", output))));
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
  }

  private static String key(JsonNode work) {
    return work.get("variables").get("workerKey").get("value").asText();
  }

  private static void told(Running there, String number, String what) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(there.team.timeline(number)).anyMatch(line -> line.endsWith(what)));
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  /**
   * PostgreSQL's low-level interface: the files are copied while they are written to, and what was
   * written meanwhile is in the log that is copied after them.
   */
  private static void backup(Running there, Path target) throws SQLException, IOException {
    var from = there.data.resolve("postgres");
    var to = target.resolve("postgres");
    try (var connection = there.connect();
        var statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('test', true)");
      copy(from, to, Set.of("postmaster.pid", "postmaster.opts", "epg-lock", "pg_wal"));
      try (var stopped = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        stopped.next();
        Files.writeString(to.resolve("backup_label"), stopped.getString(1));
      }
      // All of it: an archive would have what is needed, and here is none.
      copy(from.resolve("pg_wal"), to.resolve("pg_wal"), Set.of());
    }
    // After the database: files without a row do no harm, rows without a file would.
    copy(there.data.resolve("evidence"), target.resolve("evidence"), Set.of());
  }

  private static void copy(Path from, Path to, Set<String> without) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<Path>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            var name = String.valueOf(folder.getFileName());
            Files.createDirectories(
                to.resolve(from.relativize(folder)),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return !folder.equals(from) && without.contains(name)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!without.contains(String.valueOf(file.getFileName()))) {
              try {
                Files.copy(
                    file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
              } catch (NoSuchFileException e) {
                // Gone meanwhile: the log says so.
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Path evidence(Running there, String number) {
    return there.data.resolve("evidence").resolve(number);
  }

  /** The record is what it was, the folder has each copy, and nobody asks for them again. */
  private void evidenceIsWhole(Running there, String number, JsonNode before) throws Exception {
    var folder = evidence(there, number);
    var evidence = there.team.person("commander").read(preserved(number));
    assertThat(evidence).as("the record").hasSize(1).isEqualTo(before);
    var once = evidence.get(0);
    assertThat(once.get("complete").asBoolean()).isTrue();
    assertThat(stream(once.get("items")).map(item -> item.get("sha256").asText()))
        .containsExactly(
            sha256(Files.readAllBytes(config)),
            sha256(Provider.LOG.getBytes(StandardCharsets.UTF_8)))
        .allSatisfy(
            hash ->
                assertThat(sha256(Files.readAllBytes(folder.resolve("files").resolve(hash))))
                    .isEqualTo(hash));
    // The record holds the path of its time.
    var list = folder.resolve(Path.of(once.get("file").asText()).getFileName());
    assertThat(sha256(Files.readAllBytes(list))).isEqualTo(once.get("sha256").asText());
    assertThat(there.team.person("admin").get("/api/v1/diagnostics").body())
        .contains("3 that the record names")
        .doesNotContain("Missing ", "Not named");

    there.team.complete("techlead", number, "Task_checkFirst", Map.of("playbookAnswer", "by-hand"));
    there.team.task("techlead", number, "Task_finish");
    assertThat(provider.calls("/access.log")).as("calls of the vault").hasSize(1);
  }

  /** What was not due by now waits for the same instant; the rest has fired. */
  private static void stillDue(Map<String, String> before, Map<String, String> after) {
    var soon = Instant.now().plusSeconds(1).toString();
    before.forEach(
        (timer, due) -> {
          if (due.compareTo(soon) > 0) {
            assertThat(after).as("timers").containsEntry(timer, due);
          }
        });
  }

  private static void everythingIsSent(Running there, String number) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        there.deliveries(number).values().stream()
                            .map(one -> one.get("key").asText() + " " + one.get("state").asText()))
                    .isNotEmpty()
                    .allMatch(one -> one.endsWith(" sent") || one.endsWith(" kept")));
  }

  /** The next step is due in some minutes; by hand it is taken now, by the restored process. */
  private static void theLadderIsClimbed(Running there, String number) {
    var timers =
        stream(
                there.admin(
                    "/process-instance?processDefinitionKey=escalation&businessKey=" + number))
            .flatMap(
                instance ->
                    stream(
                        there.admin(
                            "/job?timers=true&processInstanceId=" + instance.get("id").asText())))
            .toList();
    assertThat(timers).as("the ladder waits for its next step").hasSize(1);
    var calls = there.deliveries(number).keySet();
    // The database is what a clock would move: its owner says that the step is due.
    try (var connection = there.connect();
        var due =
            connection.prepareStatement(
                "update act_ru_job set duedate_ = now() at time zone 'utc' where id_ = ?")) {
      due.setString(1, timers.get(0).get("id").asText());
      assertThat(due.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        there.admin("/job?timers=true&jobId=" + timers.get(0).get("id").asText()))
                    .as("the timer has fired")
                    .isEmpty());
    assertThat(there.deliveries(number).keySet()).containsAll(calls);
  }

  private List<String> mailIds() {
    return Arrays.stream(mail.getReceivedMessages())
        .map(
            message -> {
              try {
                return message.getMessageID();
              } catch (MessagingException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  private static Set<String> ids(JsonNode list, String field) {
    return stream(list).map(node -> node.get(field).asText()).collect(Collectors.toSet());
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static void delete(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
