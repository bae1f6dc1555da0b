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

  private final Path work = Path.of("target/durability", "backup-" + System.nanoTime());
  private final int mailPort = FreePort.find();
  private final GreenMail mail =
      new GreenMail(new ServerSetup(mailPort, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

  private Running running;

  /** One installation: a data folder with its database and its evidence, and a server on it. */
  private final class Running implements AutoCloseable {

    private final Path data;
    private final int database = FreePort.find();
    private final ChildJvm server;
    private final Team team;
    private final String base;

    Running(String name) {
      data = work.resolve(name).toAbsolutePath();
      var port = FreePort.find();
      base = "http://127.0.0.1:" + port;
      team = new Team(base);
      server =
          new ChildJvm(
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
                  "--spring.mail.host=127.0.0.1",
                  "--spring.mail.port=" + mailPort),
              data.resolve("tocsin.log"),
              base + "/actuator/health/readiness");
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
  void begin() {
    Awaitility.doNotCatchUncaughtExceptionsByDefault();
    mail.start();
    running = new Running("first");
    running.server.start();
  }

  @AfterEach
  void end() {
    running.close();
    mail.stop();
  }

  @Test
  void aCopyMadeWhileItRunsBringsEverythingBackAsItWasThen() throws Exception {
    var before = running;
    var number = before.team.declare("Checkout hangs", "payments", "2");
    everythingIsSent(before, number);
    var untaken = before.team.declare("Nobody has taken this", "payments", "2");
    everythingIsSent(before, untaken);
    await().atMost(LONG).until(() -> !before.timers(number).isEmpty());
    preserve(before, number);

    var tasks = before.tasks(number);
    var timers = before.timers(number);
    var deliveries = before.deliveries(number);
    var audit = before.audit();
    var timeline = before.team.timeline(number);
    var copy = work.resolve("second").toAbsolutePath();
    backup(before, copy);

    // What comes after the copy is lost with the machine.
    var taken =
        before
            .team
            .person("oncall1")
            .post("/api/v1/incidents/" + number + "/acknowledge", Map.of());
    assertThat(taken.status()).as(taken.body()).isLessThan(300);
    var lost = before.team.declare("Declared after the copy", "payments", "4");
    var given = Set.of(number, untaken);
    before.lose();
    var mails = mailIds();

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
    evidenceIsWhole(after, number);

    // Nothing that was sent before the copy is sent again.
    assertThat(after.deliveries(number).keySet()).containsAll(deliveries.keySet());
    assertThat(mailIds()).as("mails of before, once each").startsWith(mails.toArray(String[]::new));
    everythingIsSent(after, number);
    assertThat(mailIds()).doesNotHaveDuplicates();

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

  /** As the vault does: a copy that is named by its hash, a list of it, and a row of the record. */
  private static void preserve(Running there, String number) throws Exception {
    var content = "somebody read the customer table\n".getBytes(StandardCharsets.UTF_8);
    var hash = sha256(content);
    var folder = evidence(there, number);
    Files.createDirectories(folder.resolve("files"));
    Files.write(folder.resolve("files").resolve(hash), content);
    var list = Files.writeString(folder.resolve("list-001.txt"), hash + "  access.log\n");
    try (var connection = there.connect();
        var row =
            connection.prepareStatement(
                "insert into evidence_list (incident, key, complete, kept, left_out, file, sha256,"
                    + " items, actor, at) values (?, 'test', true, 1, 0, ?, ?, ?::jsonb, 'tocsin',"
                    + " now())")) {
      row.setString(1, number);
      row.setString(2, list.toString());
      row.setString(3, sha256(Files.readAllBytes(list)));
      row.setString(
          4,
          Caller.text(
              List.of(
                  Map.of(
                      "service",
                      "payments",
                      "source",
                      "access.log",
                      "sha256",
                      hash,
                      "bytes",
                      33))));
      row.executeUpdate();
    }
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

  /** The record names each copy, the folder has it, and it is what its name says. */
  private static void evidenceIsWhole(Running there, String number) throws Exception {
    var evidence =
        there
            .team
            .person("commander")
            .read("/api/v1/incidents/" + number + "/preserved-evidence")
            .get(0);
    var hash = evidence.get("items").get(0).get("sha256").asText();
    assertThat(sha256(Files.readAllBytes(evidence(there, number).resolve("files").resolve(hash))))
        .isEqualTo(hash);
    assertThat(there.team.person("admin").get("/api/v1/diagnostics").body())
        .contains("2 that the record names")
        .doesNotContain("Missing ", "Not named");
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
                assertThat(there.deliveries(number).values())
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(one.get("state").asText()).isIn("sent", "kept")));
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
