package io.tocsin.console;

import static io.tocsin.console.IncidentListPageTest.body;
import static io.tocsin.console.Visitors.commander;
import static io.tocsin.console.Visitors.processOwner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.tocsin.policy.PolicyFile;
import io.tocsin.support.Moves;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@TocsinTest
class ProcedurePageTest {

  /** A model that nobody else deploys, made of one that is valid. */
  private static final String KEY = "page-test-gate";

  @Autowired MockMvcTester mvc;
  @Autowired Response response;
  @Autowired Moves moves;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired IdentityService identity;

  private final List<String> deployments = new ArrayList<>();

  @BeforeEach
  void deploy() throws Exception {
    var gate = Files.readString(Path.of("processes/phases/health-gate.bpmn"));
    var old =
        gate.replace("health-gate", KEY).replace("name=\"Health gate\"", "name=\"Page test\"");
    deploy(old);
    deploy(
        old.replace("Check the services", "Probe &lt;b&gt;them&lt;/b&gt;")
            .replace("Event_unhealthy", "Event_ill"));
  }

  @AfterEach
  void takeBack() {
    moves.forget();
    deployments.forEach(id -> repository.deleteDeployment(id, true));
  }

  @Test
  void listsModelsShowsVersionsAndWhoDeployedThem() {
    assertThat(page("/procedure"))
        .contains("Page test", "Triage", "parsify", "version 2", "Olga Petrova");
    assertThat(page("/procedure/" + KEY))
        .contains("Version 2", "Version 1", "Compare", "data-url", "bpmn-viewer", KEY + ".bpmn")
        .doesNotContain(" style=", "<style", " onclick");
    assertThat(page("/procedure/" + KEY + "?version=1")).contains("versions/1/file");
    assertThat(page("/procedure/parsify")).contains("parsify-targets", "hit policy unique");
    assertThat(mvc.get().uri("/procedure/nothing").with(processOwner())).hasStatus(404);
  }

  @Test
  void comparesTwoVersionsDrawn() {
    assertThat(page("/procedure/" + KEY + "/comparison?from=1&to=2"))
        .contains("Probe &lt;b&gt;them&lt;/b&gt;", "<del>Check the services</del>")
        .contains("Event_unhealthy:removed", "Event_ill:added", "Task_checkGate:changed");
    assertThat(page("/procedure/" + KEY + "/comparison?from=1&to=1")).contains("Nothing differs");
  }

  @Test
  void drawsWhatDiffersInAPolicy() {
    var policy = PolicyFile.of("public-handbook", "/sixth-policy/public-handbook.xml");
    deployDecisions(policy);
    deployDecisions(policy.cell("Rule_targets_updateEvery_out_level2", "\"PT77M\""));

    assertThat(page("/procedure/public-handbook/comparison?from=1&to=2"))
        .contains("&quot;PT77M&quot;", "class=\"changed\"", "class=\"differs\"", "<del>");
  }

  @Test
  void drawsRowsInAnotherOrder() {
    var policy = PolicyFile.of("public-handbook", "/sixth-policy/public-handbook.xml");
    deployDecisions(policy);
    deployDecisions(
        policy.inFront("Rule_severity_crashing", "Rule_severity_criticalEndpointsFailing"));

    assertThat(page("/procedure/public-handbook/comparison?from=1&to=2"))
        .doesNotContain("Nothing differs")
        .contains("<dt>place</dt>", "public-handbook-severity", "<tr class=\"changed\">")
        .containsPattern("changed, row \\d+ before")
        .doesNotContain("class=\"differs\"");
  }

  @Test
  void movesAnIncidentAndTakesItBack() {
    var number = response.declare("4");
    var instance =
        runtime
            .createProcessInstanceById(
                repository
                    .createProcessDefinitionQuery()
                    .processDefinitionKey(KEY)
                    .processDefinitionVersion(1)
                    .singleResult()
                    .getId())
            .businessKey(number)
            .startBeforeActivity("Event_gateWait")
            .setVariable("gateNextAt", "2099-01-01T00:00:00Z")
            .execute()
            .getId();
    assertThat(page("/procedure/" + KEY + "/dry-run?from=1&to=2"))
        .contains(number, "Next check is due", "nothing stands in the way", "Move all 1");

    var moved = move(instance);
    assertThat(page(moved)).contains("0 moved, 1 still to be moved", "Olga Petrova");
    run(moved);
    assertThat(move(instance)).as("sent twice").isEqualTo(moved);
    assertThat(page(moved)).contains("1 moved, 0 still", "Take it back", number);
    assertThat(page("/procedure/" + KEY)).contains("version 1 to 2", "1 moved, 0 left");

    var back = mvc.post().uri(moved + "/undo").with(processOwner()).with(csrf()).exchange();
    var undone = back.getResponse().getRedirectedUrl();
    assertThat(page(undone)).contains("Takes back this move");
    run(undone);
    assertThat(mvc.post().uri(moved + "/undo").with(processOwner()).with(csrf()))
        .hasRedirectedUrl(moved);
    assertThat(
            mvc.post()
                .uri("/procedure/" + KEY + "/moves")
                .param("from", "1")
                .param("to", "2")
                .with(processOwner())
                .with(csrf()))
        .as("nothing was chosen")
        .hasRedirectedUrl("/procedure/" + KEY + "/dry-run?from=1&to=2");
  }

  @Test
  void isForProcessOwnersOnly() {
    assertThat(mvc.get().uri("/procedure").with(commander())).hasStatus(403);
    assertThat(body(mvc.get().uri("/incidents").with(commander()).exchange()))
        .doesNotContain("/procedure\"", "/failures");
  }

  private String move(String instance) {
    return mvc.post()
        .uri("/procedure/" + KEY + "/moves")
        .param("once", "form of " + instance)
        .param("from", "1")
        .param("to", "2")
        .param("instances", instance)
        .with(processOwner())
        .with(csrf())
        .exchange()
        .getResponse()
        .getRedirectedUrl();
  }

  private String page(String address) {
    var page = mvc.get().uri(address).with(processOwner()).exchange();
    assertThat(page).hasStatusOk();
    return body(page);
  }

  /** The address ends with the move's id. */
  private void run(String address) {
    moves.run(address.substring(address.lastIndexOf('/') + 1));
  }

  /** As the owner does: it is checked, and it is known who it was. */
  private void deploy(String model) {
    identity.setAuthentication("owner", List.of("process-owner"));
    try {
      deployments.add(
          0,
          repository
              .createDeployment()
              .addInputStream(
                  KEY + ".bpmn", new ByteArrayInputStream(model.getBytes(StandardCharsets.UTF_8)))
              .deploy()
              .getId());
    } finally {
      identity.clearAuthentication();
    }
  }

  private void deployDecisions(PolicyFile policy) {
    deployments.add(
        0,
        repository
            .createDeployment()
            .addInputStream(policy.id() + ".dmn", new ByteArrayInputStream(policy.bytes()))
            .deploy()
            .getId());
  }
}
