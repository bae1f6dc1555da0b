package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.e2e.Caller.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** A process owner deploys a model and a form as the Modeler does. */
@LiveTocsinTest
class ModelDeploymentTest {

  private static final String KEY = "gate-of-the-owner";

  @Value("${server.port}")
  int port;

  @Test
  void aValidModelIsTakenAndItIsKnownWhose() throws Exception {
    var deployed = deploy("owner", KEY + ".bpmn", model()).json(200);
    try {
      var versions = person("owner").read("/api/v1/procedure/models/" + KEY).get("versions");
      assertThat(versions.get(0).get("deployedBy").asText()).isEqualTo("owner");
      assertThat(versions.get(0).get("number").asInt()).isEqualTo(1);
      assertThat(audited()).isEqualTo(deployed.get("id").asText() + " " + KEY + ".bpmn");
    } finally {
      assertThat(
              person("admin")
                  .send("DELETE", "/engine-rest/deployment/" + deployed.get("id").asText())
                  .status())
          .isEqualTo(204);
    }
  }

  @Test
  void whatIsDeployedAgainCountsAgainOnlyWhereAnotherIsOnTopOfIt() throws Exception {
    var own = deployChanged("own", KEY + ".bpmn", model()).json(200);
    var other =
        deployChanged(
                "upgrade", KEY + ".bpmn", model().replace("Enough checks passed?", "Healthy?"))
            .json(200);
    try {
      assertThat(deployed(other)).isEqualTo(2);

      var again = deployChanged("own", KEY + ".bpmn", model()).json(200);
      assertThat(deployed(again)).isEqualTo(3);
      // It is the newest now: nothing changed.
      assertThat(deployChanged("own", KEY + ".bpmn", model()).json(200).get("id"))
          .isEqualTo(again.get("id"));
      assertThat(
              person("admin")
                  .send("DELETE", "/engine-rest/deployment/" + again.get("id").asText())
                  .status())
          .isEqualTo(204);
    } finally {
      for (var made : List.of(own, other)) {
        person("admin").send("DELETE", "/engine-rest/deployment/" + made.get("id").asText());
      }
    }
  }

  private static int deployed(JsonNode answer) {
    return answer.get("deployedProcessDefinitions").elements().next().get("version").asInt();
  }

  @Test
  void aBrokenOneIsRefusedWithEveryElementAndRemedy() throws Exception {
    var broken =
        model()
            .replace("#{healthGateDelegate}", "#{noSuchThing}")
            .replace(" default=\"Flow_verdictAgain\"", "")
            .replace("${gateNextAt}", "soon");

    assertThat(deploy("owner", KEY + ".bpmn", broken).json(400).get("message").asText())
        .contains(
            KEY + ".bpmn is not deployed, it has 4 faults:",
            "Gateway_verdict (Enough checks passed?) has no default flow",
            "Flow_verdictAgain (not yet known) has no condition",
            "Task_checkGate (Check the services) names 'noSuchThing', which is no delegate",
            "Event_gateWait (Next check is due) its date cannot be read");
    assertThat(audited()).isEqualTo(KEY + ".bpmn");
    assertThat(person("owner").get("/api/v1/procedure/models/" + KEY).status()).isEqualTo(404);
  }

  private String audited() {
    var newest = person("admin").read("/api/v1/audit?actor=owner&kind=request").get(0);
    assertThat(newest.get("route").asText()).isEqualTo("/engine-rest/deployment/create");
    return newest.get("target").asText();
  }

  @Test
  void namesThatNobodyKnowsAreRefused() throws Exception {
    var triage = Files.readString(Path.of("processes/phases/triage.bpmn"));
    var refused =
        triage
            .replace("${businessContinuity}", "${businessContinuty}")
            .replace("${triageOutcome == 'dismiss'}", "${triageOutcome == 'dismiss'")
            .replace(">declared<", ">declard<")
            .replaceFirst("=\"responder,", "=\"respnder,");

    assertThat(deploy("owner", "triage.bpmn", refused).json(400).get("message").asText())
        .contains(
            "triage.bpmn is not deployed",
            "Did you mean 'businessContinuity'?",
            "'${triageOutcome == 'dismiss'' cannot be read as an expression",
            "Did you mean 'declared'?",
            "Did you mean 'responder'?");
  }

  @Test
  void aFormThatAsksForLessThanIsReadIsRefused() throws Exception {
    var form = Files.readString(Path.of("forms/triage.form"));

    assertThat(
            deploy("owner", "triage.form", form.replace("\"severity\"", "\"severty\""))
                .json(400)
                .get("message")
                .asText())
        .contains("Nothing asks for 'severity', and nothing reads 'severty'");
  }

  /** As whoever comes with other names has to: variables by a form, events by a policy. */
  @Test
  void namesOfAnOrganisationAreTaken() throws Exception {
    var own =
        Files.readString(Path.of("processes/phases/triage.bpmn"))
            .replace("id=\"triage\"", "id=\"own-triage\"")
            .replace("bpmnElement=\"triage\"", "bpmnElement=\"own-triage\"")
            .replaceFirst("camunda:formRef=\"triage\"", "camunda:formRef=\"own-triage\"")
            .replace("${businessContinuity}", "${tellTheBoard}");
    assertThat(deploy("owner", "own-triage.bpmn", own).json(400).get("message").asText())
        .contains("names the form 'own-triage'", "'tellTheBoard', a variable that nothing sets");
    var form =
        """
        {"id": "own-triage", "type": "default", "components": [
          {"type": "text", "text": "{{briefing}}"},
          {"type": "checkbox", "key": "tellTheBoard", "label": "Tell the board"}]}""";

    var deployedForm = deploy("owner", "own-triage.form", form).json(200);
    var deployed = deploy("owner", "own-triage.bpmn", own).json(200);

    for (var made : List.of(deployed, deployedForm)) {
      person("admin").send("DELETE", "/engine-rest/deployment/" + made.get("id").asText());
    }
  }

  @Test
  void aBrokenFormIsRefusedBeforeItCounts() {
    assertThat(
            deploy("owner", "triage.form", "{\"id\": \"triage\"").json(400).get("message").asText())
        .contains("triage.form is not deployed, it has 1 fault:", "cannot be read as JSON");
  }

  @Test
  void othersDeployNothing() throws Exception {
    assertThat(deploy("commander", KEY + ".bpmn", model()).status()).isEqualTo(403);
  }

  private static String model() throws IOException {
    return Files.readString(Path.of("processes/phases/health-gate.bpmn"))
        .replace("health-gate", KEY);
  }

  private Caller person(String user) {
    return Caller.person("http://localhost:" + port, user);
  }

  /** With what the Modeler asks for: nothing new where nothing has changed. */
  private Answer deployChanged(String name, String file, String content) {
    return deploy("owner", name, true, file, content);
  }

  private Answer deploy(String user, String file, String content) {
    return deploy(user, "model-deployment-test", false, file, content);
  }

  private Answer deploy(
      String user, String name, boolean onlyChanged, String file, String content) {
    var body =
        """
        --part\r
        Content-Disposition: form-data; name="deployment-name"\r
        \r
        %s\r
        --part\r
        Content-Disposition: form-data; name="enable-duplicate-filtering"\r
        \r
        %s\r
        --part\r
        Content-Disposition: form-data; name="file"; filename="%s"\r
        Content-Type: application/octet-stream\r
        \r
        %s\r
        --part--\r
        """
            .formatted(name, onlyChanged, file, content);
    return person(user)
        .post(
            "/engine-rest/deployment/create",
            body.getBytes(StandardCharsets.UTF_8),
            "multipart/form-data; boundary=part");
  }
}
