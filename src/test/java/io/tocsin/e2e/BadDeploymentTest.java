package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** A bad deployment is found, understood and undone by Tocsin; people do nothing but decide. */
@LiveTocsinTest
@Tag("procedures")
class BadDeploymentTest {

  private static final String SERVICE = "shop-web";
  private static final String OPEN =
      "/api/v1/incidents?status=investigating,identified,mitigating,monitoring,resolved&service="
          + SERVICE;

  @Value("http://127.0.0.1:${server.port}")
  String base;

  Team team;

  @BeforeEach
  void aVersionThatWorks() {
    team = new Team(base);
    team.person("techlead").post("/simulated/" + SERVICE + "/deploy", "{}").json(200);
    // An alert would join what another test has left open.
    var commander = team.person("commander");
    commander
        .read(OPEN)
        .forEach(
            open ->
                commander.post(
                    "/api/v1/incidents/" + open.get("number").asText() + "/dismiss",
                    Map.of("reason", "A test is over")));
  }

  @AfterEach
  void whole() {
    team.person("techlead").post("/simulated/" + SERVICE + "/repair", "{}");
  }

  @Test
  void isDetectedDiagnosedMatchedRolledBackVerifiedAndWatched() {
    team.person("techlead").post("/simulated/" + SERVICE + "/break", "{}").json(200);

    var number = detected();
    await()
        .atMost(Team.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        team.person("commander").read("/api/v1/incidents/" + number + "/evidence"))
                    .extracting(e -> e.get("aspect").asText() + " " + e.get("state").asText())
                    .contains("health suspect", "deployments suspect", "errors suspect"));
    team.complete(
        "oncall1",
        number,
        "Task_triage",
        Map.of("triageChoice", "respond", "severity", "policy", "kind", "service-outage"));
    team.complete(
        "commander",
        number,
        "Task_assignRoles",
        Map.of(
            "commander", "commander", "technicalLead", "techlead", "communicationsLead", "comms"));
    var playbook = team.task("techlead", number, "Task_choosePlaybook");
    team.complete("techlead", number, "Task_choosePlaybook", Map.of("playbook", "service-outage"));
    assertThat(playbook.get("name").asText()).endsWith("Choose the playbook");
    team.complete("techlead", number, "Task_checkFirst", Map.of("playbookAnswer", "rollback"));
    team.complete(
        "techlead",
        number,
        "Task_decideAction",
        Map.of("actionChoice", "run", "actionService", SERVICE));
    team.complete("commander", number, "Task_approve", Map.of("approve", "yes"));
    await()
        .atMost(Team.PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Caller.anybody(base).get("/simulated/" + SERVICE + "/health").status())
                    .isEqualTo(200));
    team.complete("techlead", number, "Task_finish", Map.of("playbookAnswer", "yes"));

    team.complete("techlead", number, "Task_investigate", Map.of());
    var offered = team.task("techlead", number, "Task_chooseMitigation");
    assertThat(offered).isNotNull();
    team.complete(
        "techlead", number, "Task_chooseMitigation", Map.of("mitigation", "manual:workaround"));
    team.complete(
        "techlead", number, "Task_applyByHand", Map.of("appliedText", "Rolled back already"));
    team.complete(
        "techlead", number, "Task_verify", Map.of("verifyChoice", "yes", "verifyNote", "It sells"));
    team.awaitStatus(number, "resolved");

    await()
        .atMost(Duration.ofSeconds(120))
        .untilAsserted(
            () ->
                assertThat(team.person("commander").read("/api/v1/incidents/" + number + "/alerts"))
                    .isNotEmpty()
                    .allSatisfy(a -> assertThat(a.get("status").asText()).isEqualTo("resolved")));
    assertThat(team.timeline(number))
        .anyMatch(line -> line.contains("Alert firing: shop-web: health fails"))
        .anyMatch(line -> line.startsWith("health: First evidence. Suspect: "))
        .anyMatch(line -> line.contains("Roll back shop-web succeeded"))
        .anyMatch(line -> line.startsWith("health: Health gate passed"));
  }

  /** The monitor of the sample opens after two failures, 15 seconds apart. */
  private String detected() {
    return await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> team.person("commander").read(OPEN), found -> !found.isEmpty())
        .get(0)
        .get("number")
        .asText();
  }
}
