package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.TocsinApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Two releases on one database, with incidents under way: the next one has a migration, a delegate,
 * and a model that names it. Run it with {@code mvn verify -Pnodes}.
 */
@Tag("nodes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollingUpgradeTest {

  private static final Duration LONG = Duration.ofSeconds(90);

  private Cluster cluster;
  private int older;
  private int newer;

  @BeforeAll
  void makeBoth() throws IOException {
    cluster = new Cluster("upgrade");
    var next = Files.createDirectories(Path.of("target/upgrade/next"));
    Files.writeString(
        Files.createDirectories(next.resolve("migration")).resolve("V9999__next_release.sql"),
        "create table next_release (incident text not null)");
    var models = next.resolve("models");
    copy(Path.of("processes"), models);
    copy(Path.of("forms"), models);
    var triage = models.resolve("triage.bpmn");
    var known = Files.readString(triage);
    var changed =
        known.replaceFirst(
            "(id=\"Task_tellDeclared\"[^>]*)#\\{notifyDelegate}", "$1#{nextReleaseDelegate}");
    assertThat(changed).isNotEqualTo(known);
    Files.writeString(triage, changed);
    older = cluster.add(TocsinApplication.class);
    newer =
        cluster.add(
            NextTocsin.class,
            "--spring.flyway.locations=classpath:db/migration,filesystem:"
                + next.resolve("migration"),
            "--camunda.bpm.deployment-resource-pattern=" + models.toUri() + "*");
  }

  /** Flat: file names are unique. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.walk(from)) {
      for (var file :
          files.filter(file -> file.toString().matches(".*\\.(bpmn|dmn|form)")).toList()) {
        Files.copy(
            file,
            to.resolve(file.getFileName()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @AfterAll
  void stopBoth() {
    cluster.close();
  }

  @Test
  void incidentsGoOnAndNoNodeGetsAModelThatItCannotRun() {
    cluster.start(older);
    var before = declare(older, "Declared before the upgrade");

    // Beside each other: the tables are those of the newer, the models those of the older.
    cluster.start(newer);
    assertThat(triages()).containsExactly(1);
    var byNewer = declare(newer, "Declared by the newer node");
    var byOlder = declare(older, "Declared by the older node");
    List.of(before, byNewer, byOlder).forEach(this::isTriaged);
    assertThat(nextRelease()).isEmpty();
    nothingHasFailed();

    // A person's model might ask for what only one of them knows.
    var refused = deploy(newer, "health-gate.bpmn", Path.of("processes/phases/health-gate.bpmn"));
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.body()).contains("share the database");
    assertThat(report(newer)).contains("finish the upgrade");

    // An older node that starts once more finds the newer tables, and brings its models to nobody.
    cluster.stop(older);
    await().atMost(LONG).until(() -> triages().equals(List.of(1, 2)));
    cluster.start(older);
    assertThat(triages()).containsExactly(1, 2);
    cluster.stop(older);

    // The newer models count for what begins now; what was under way stays with its own.
    var after = declare(newer, "Declared after the upgrade");
    await().atMost(LONG).until(() -> nextRelease().contains(after));
    assertThat(nextRelease()).containsExactly(after);
    isTriaged(after);
    assertThat(versionOf(before)).isEqualTo(1);
    assertThat(versionOf(after)).isEqualTo(2);
    assertThat(report(newer)).contains("all nodes came with the same");

    // And comes to its end.
    for (var number : List.of(before, byNewer, byOlder, after)) {
      Caller.person(cluster.bases.get(newer), "commander")
          .post("/api/v1/incidents/" + number + "/dismiss", Map.of("reason", "It was a test"))
          .json(200);
    }
    await().atMost(LONG).until(() -> running() == 0);
    nothingHasFailed();
  }

  private String declare(int node, String title) {
    return Caller.person(cluster.bases.get(node), "commander")
        .post("/api/v1/incidents", Map.of("title", title, "services", List.of("payments")))
        .json(201)
        .get("number")
        .asText();
  }

  /** Somebody is asked to triage, which comes after the first job of its model. */
  private void isTriaged(String number) {
    await()
        .atMost(LONG)
        .until(
            () ->
                cluster
                        .jdbc
                        .sql(
                            "select count(*) from act_ru_task task join act_ru_execution process"
                                + " on process.id_ = task.proc_inst_id_"
                                + " where task_def_key_ = 'Task_triage' and business_key_ = ?")
                        .param(number)
                        .query(Integer.class)
                        .single()
                    == 1);
  }

  private List<Integer> triages() {
    return cluster
        .jdbc
        .sql("select version_ from act_re_procdef where key_ = 'triage' order by version_")
        .query(Integer.class)
        .list();
  }

  private int versionOf(String number) {
    return cluster
        .jdbc
        .sql(
            "select version_ from act_re_procdef model join act_ru_execution process"
                + " on process.proc_def_id_ = model.id_"
                + " where key_ = 'triage' and parent_id_ is null and business_key_ = ?")
        .param(number)
        .query(Integer.class)
        .single();
  }

  private List<String> nextRelease() {
    return cluster.jdbc.sql("select incident from next_release").query(String.class).list();
  }

  private int running() {
    return cluster
        .jdbc
        .sql("select count(*) from act_ru_execution where business_key_ like 'INC-%'")
        .query(Integer.class)
        .single();
  }

  private void nothingHasFailed() {
    assertThat(
            cluster
                .jdbc
                .sql("select exception_msg_ from act_ru_job where exception_msg_ is not null")
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toSet()))
        .as("reasons of failed jobs")
        .noneMatch(reason -> reason.contains("nextRelease") || reason.contains("Unknown property"));
  }

  private String report(int node) {
    return Caller.person(cluster.bases.get(node), "admin").get("/api/v1/diagnostics").body();
  }

  private Caller.Answer deploy(int node, String file, Path content) {
    try {
      var body =
          "--part\r\nContent-Disposition: form-data; name=\"deployment-name\"\r\n\r\ntest\r\n"
              + "--part\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
              + file
              + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
              + Files.readString(content)
              + "\r\n--part--\r\n";
      return Caller.person(cluster.bases.get(node), "owner")
          .post(
              "/engine-rest/deployment/create",
              body.getBytes(StandardCharsets.UTF_8),
              "multipart/form-data; boundary=part");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
