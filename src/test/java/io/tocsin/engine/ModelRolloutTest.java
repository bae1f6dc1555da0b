package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** While nodes with other models share the database, nobody gets models that they could not run. */
@TocsinTest
@RecordApplicationEvents
class ModelRolloutTest {

  private static final String KEY = "next-release";

  @Autowired OtherNodes others;
  @Autowired ModelRollout own;
  @Autowired AfterUpgrade after;
  @Autowired Response response;
  @Autowired BundledModels bundled;
  @Autowired JdbcClient jdbc;
  @Autowired RepositoryService repository;
  @Autowired IdentityService identity;
  @Autowired DataSource database;
  @Autowired ProcessEngine engine;
  @Autowired ModelVersions shown;
  @Autowired ApplicationEvents events;

  @AfterEach
  void remove() {
    repository.createProcessDefinitionQuery().processDefinitionKeyLike(KEY + "%").list().stream()
        .forEach(version -> repository.deleteDeployment(version.getDeploymentId()));
  }

  @Test
  void theOnlyNodeDeploysAtOnce() {
    assertThat(own.isWaiting()).isFalse();
    assertThat(own.getDeploymentResources())
        .extracting(Resource::getDescription)
        .contains("incident-response.bpmn", "parsify.dmn", "triage.form");
  }

  @Test
  void aNewNodeWaitsUntilThoseWithOtherModelsHaveGone() throws SQLException {
    var rollout = rollout(1);
    try (var older = database.getConnection()) {
      name(older, "0123456789ab");
      assertThat(rollout.getDeploymentResources()).isEmpty();
      assertThat(rollout.isWaiting()).isTrue();
      rollout.look();
      assertThat(versions()).isEmpty();
      name(older, bundled.mark());
    }
    rollout.look();

    assertThat(rollout.isWaiting()).isFalse();
    assertThat(versions()).containsExactly(1);
    // The nodes of one release all do so; one deploys.
    rollout(1).look();
    assertThat(versions()).containsExactly(1);
    rollout(2).look();
    assertThat(versions()).containsExactly(1, 2);
  }

  /** By a program that an older node takes for a person. */
  @Test
  void whatAnOlderNodeWritesOnIsCleanedUpWhenItHasGone() throws SQLException {
    var number = response.declare("high");
    var waiting = rollout(1);
    try (var older = database.getConnection()) {
      name(older, "0123456789ab");
      assertThat(waiting.getDeploymentResources()).isEmpty();
      named(number);
      waiting.look();
      assertThat(programs(number)).isEqualTo(1);
      assertThat(events.stream(OlderNodesGone.class)).isEmpty();
      name(older, bundled.mark());
    }
    waiting.look();
    assertThat(programs(number)).isZero();
    assertThat(events.stream(OlderNodesGone.class)).hasSize(1);

    // The node that waited may have stopped too early.
    named(number);
    var next = rollout(1);
    next.getDeploymentResources();
    next.start();
    assertThat(programs(number)).isZero();
    assertThat(events.stream(OlderNodesGone.class)).hasSize(2);
  }

  private void named(String number) {
    jdbc.sql(
            "insert into incident_person (incident, person, named_by, at, why)"
                + " values (?, 'service:ci', 'oncall1', now(), 'took it')")
        .param(number)
        .update();
  }

  private int programs(String number) {
    return jdbc.sql("select count(*) from incident_person where incident = ? and person = ?")
        .params(number, "service:ci")
        .query(Integer.class)
        .single();
  }

  @Test
  void onlyWhatHasChangedGetsANewVersion() {
    rollout(files(1, 1)).look();
    rollout(files(1, 2)).look();

    assertThat(versions(KEY)).containsExactly(1);
    assertThat(versions(KEY + "-two")).containsExactly(1, 2);
    rollout(files(1, 1)).look();
    assertThat(versions(KEY)).as("going back").containsExactly(1);
    assertThat(shown.of(KEY + "-two"))
        .as("the third says what the first said")
        .extracting(ModelVersions.Version::number, ModelVersions.Version::sameAs)
        .containsExactly(tuple(3, 1), tuple(2, null), tuple(1, null));
    rollout(files(1, 1)).look();
    assertThat(versions(KEY + "-two")).as("another start").containsExactly(1, 2, 3);
  }

  @Test
  void theStartDoesTheSame() {
    var settings = (SpringProcessEngineConfiguration) engine.getProcessEngineConfiguration();

    assertThat(settings.isDeployChangedOnly()).isTrue();
  }

  @Test
  void peopleDeployModelsWhenAllNodesCanRunThem() throws SQLException {
    try (var older = database.getConnection()) {
      name(older, "0123456789ab");
      identity.setAuthentication("owner", List.of("process-owner"));
      assertThatThrownBy(
              () ->
                  repository
                      .createDeployment()
                      .addInputStream(KEY + ".bpmn", new ByteArrayInputStream(model(KEY, 1)))
                      .deploy())
          .hasMessageContaining("next-release.bpmn is not deployed: nodes that came with other");
      name(older, bundled.mark());
    } finally {
      identity.clearAuthentication();
    }
  }

  @Test
  void theMarkTellsModelsApart() {
    assertThat(BundledModels.of(Map.of("a.bpmn", model(KEY, 1))).mark())
        .matches("[0-9a-f]{12}")
        .isEqualTo(BundledModels.of(Map.of("a.bpmn", model(KEY, 1))).mark())
        .isNotEqualTo(BundledModels.of(Map.of("a.bpmn", model(KEY, 2))).mark())
        .isNotEqualTo(BundledModels.of(Map.of("b.bpmn", model(KEY, 1))).mark());
    assertThat(
            BundledModels.read(
                    List.of("classpath*:**/*.bpmn", "classpath*:**/*.dmn", "classpath*:**/*.form"))
                .mark())
        .isEqualTo(bundled.mark());
  }

  private static Map<String, byte[]> files(int first, int second) {
    return Map.of(KEY + ".bpmn", model(KEY, first), KEY + "-two.bpmn", model(KEY + "-two", second));
  }

  private ModelRollout rollout(int release) {
    return rollout(Map.of(KEY + ".bpmn", model(KEY, release)));
  }

  private ModelRollout rollout(Map<String, byte[]> files) {
    return new ModelRollout(BundledModels.of(files), others, after, jdbc, repository);
  }

  private List<Integer> versions() {
    return versions(KEY);
  }

  private List<Integer> versions(String key) {
    return repository
        .createProcessDefinitionQuery()
        .processDefinitionKey(key)
        .orderByProcessDefinitionVersion()
        .asc()
        .list()
        .stream()
        .map(version -> version.getVersion())
        .toList();
  }

  private static void name(Connection connection, String mark) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(OtherNodes.introduction(mark));
    }
  }

  private static byte[] model(String key, int release) {
    return """
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
        xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
      <bpmn:process id="%s" name="Release %d" isExecutable="true" camunda:historyTimeToLive="P1D">
        <bpmn:startEvent id="Event_begun" />
      </bpmn:process>
    </bpmn:definitions>
    """
        .formatted(key, release)
        .getBytes(StandardCharsets.UTF_8);
  }
}
