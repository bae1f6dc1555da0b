package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.policy.PolicyTables;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The work, and the path of the severity beside it. */
@TocsinTest
class RespondProcessTest {

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired JdbcClient jdbc;

  @Test
  void watchesTheFixAsLongAsThePolicyWants() {
    var start = Instant.parse("2026-02-10T03:00:00Z");
    response.at(start);
    var number = response.declareUnder("subjunctive", "critical");
    response.runJobs(number);
    response.triage(number, 1);
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    var healthy = response.incident(number).mitigatedAt();
    var answers =
        Map.<String, Object>of(
            "verifyChoice",
            "yes",
            "verifiedChecks",
            PolicyTables.of("subjunctive").matching("checklists", "verification").stream()
                .map(row -> row.get(0))
                .toList());
    assertThatThrownBy(() -> response.submit(number, "Task_verify", "techlead", answers))
        .hasMessageContaining("verifyNote: the policy watches the dashboards until 03:30 UTC");

    response.at(healthy.plus(Duration.ofMinutes(30)));
    response.complete(number, "Task_verify", "techlead", answers);
    assertThat(response.incident(number).status()).isEqualTo(Status.RESOLVED);
  }

  @ParameterizedTest
  @CsvSource({"1,path-critical", "2,path-high", "3,path-medium", "4,path-low"})
  void followsThePathOfTheSeverity(int level, String path) {
    var number = triaged(level);
    assertThat(response.ends(number, path)).isNotEmpty();
  }

  @Test
  void runsWhatTheNewPathAddsAndNothingTwice() {
    var number = triaged(3);
    commands.severity(number, "1", "It spreads", Actor.api("commander"));
    response.runJobs(number);

    assertThat(response.ends(number, "path-critical")).isNotEmpty();
    assertThat(told(number, "path-executives")).isPositive();
    assertThat(mostOftenTold(number, "path-team")).isEqualTo(1);
    assertThat(response.open(number)).contains("Task_assignRoles");
  }

  @Test
  void proposesTheOnCallCommanderAndRefusesStrangers() {
    var number = triaged(2);
    assertThatThrownBy(
            () ->
                response.submit(
                    number, "Task_assignRoles", "commander", Map.of("commander", "nobody")))
        .hasMessageContaining("commander: 'nobody' is not in the directory");
    assertThatThrownBy(
            () ->
                response.submit(
                    number, "Task_assignRoles", "commander", Map.of("commander", "exec")))
        .hasMessageContaining("commander: 'exec' could do nothing with a role");
    response.nameRoles(number);
    assertThat(response.incident(number).roles())
        .containsEntry("commander", "commander")
        .containsEntry("technicalLead", "techlead");
    assertThat(response.task(number, "Task_investigate").getAssignee()).isEqualTo("techlead");
  }

  @Test
  void handsTheOpenTasksOfARoleToWhoeverTakesItOver() {
    var number = triaged(2);
    response.nameRoles(number);
    commands.role(number, Role.TECHNICAL_LEAD, "oncall2", Actor.api("commander"));
    assertThat(response.task(number, "Task_investigate").getAssignee()).isEqualTo("oncall2");
  }

  @Test
  void letsAMitigationGoAheadBeforeTheCauseIsKnown() {
    var number = triaged(2);
    response.nameRoles(number);
    response.complete(
        number, "Task_investigate", "techlead", Map.of("rootCause", "Perhaps the deployment"));
    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    response.rollBack(number);
    response.passGate(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.MONITORING);
    assertThat(response.open(number)).contains("Task_verify");
  }

  @Test
  void goesBackToTheChoiceWhenAPersonCannotVerifyTheFix() {
    var number = triaged(2);
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.complete(
        number,
        "Task_verify",
        "techlead",
        Map.of("verifyChoice", "no", "verifyNote", "Cards are still refused"));
    assertThat(response.incident(number).status()).isEqualTo(Status.MITIGATING);
    assertThat(response.open(number)).contains("Task_chooseMitigation");
  }

  @Test
  void asksForANoteWhenTheChecklistIsNotTicked() {
    var number = triaged(2);
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    assertThatThrownBy(
            () -> response.submit(number, "Task_verify", "techlead", Map.of("verifyChoice", "yes")))
        .hasMessageContaining("verifyNote: say why these are not ticked");
  }

  @Test
  void leavesTheTasksOfOtherRolesWithWhoeverTookThem() {
    var number = triaged(2);
    response.complete(number, "Task_assignRoles", "commander", Map.of("commander", "commander"));
    response.claim(number, "Task_investigate", "oncall1");
    commands.role(number, Role.SCRIBE, "scribe", Actor.api("commander"));
    assertThat(response.task(number, "Task_investigate").getAssignee()).isEqualTo("oncall1");
    commands.role(number, Role.TECHNICAL_LEAD, "techlead", Actor.api("commander"));
    assertThat(response.task(number, "Task_investigate").getAssignee()).isEqualTo("techlead");
  }

  private String triaged(int level) {
    var number = response.declare("unknown");
    response.runJobs(number);
    response.triage(number, level);
    return number;
  }

  private long told(String number, String event) {
    return jdbc.sql("select count(*) from delivery where incident = ? and event = ?")
        .params(number, event)
        .query(Long.class)
        .single();
  }

  /** The new level may tell more people of the same event, but nobody again. */
  private long mostOftenTold(String number, String event) {
    return jdbc.sql(
            "select max(times) from (select count(*) as times from delivery"
                + " where incident = ? and event = ? group by address) as told")
        .params(number, event)
        .query(Long.class)
        .single();
  }
}
