package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.model.IncidentResponse;
import io.tocsin.engine.model.Triage;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Status;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody looks: is it an incident, and how bad? */
@TocsinTest
class TriageProcessTest {

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired ResponseProcess process;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;

  @Test
  void isNamedDatedAndOrderedByTheSeverity() {
    var number = response.declare("critical");
    var task = response.task(number, "Task_triage");
    assertThat(task.getName()).isEqualTo(number + " · Severity 1 · Triage");
    assertThat(task.getPriority()).isEqualTo(100);
  }

  @Test
  void isDueWhenItIsToBeAcknowledgedAndThenWhenItIsToBeRespondedTo() {
    var number = response.declare("critical");
    var declared = response.incident(number).declaredAt();
    assertThat(response.task(number, "Task_triage").getDueDate().toInstant())
        .isEqualTo(declared.plusSeconds(5 * 60));

    response.claim(number, "Task_triage", "oncall2");

    assertThat(response.task(number, "Task_triage").getDueDate().toInstant())
        .isEqualTo(declared.plusSeconds(15 * 60));
  }

  @Test
  void collectsEvidenceBesideTheTask() {
    var number = response.declare("critical");
    response.runJobs(number);
    assertThat(response.timeline(number)).anyMatch(line -> line.startsWith("health: "));
    assertThat(response.open(number)).contains("Task_triage");
  }

  @Test
  void isAcknowledgedByWhoeverClaimsIt() {
    var number = response.declare("critical");
    response.claim(number, "Task_triage", "oncall2");
    var incident = response.incident(number);
    assertThat(incident.acknowledgedAt()).isNotNull();
    assertThat(incident.firstResponder()).isEqualTo("oncall2");
  }

  @Test
  void belongsToWhoeverAcknowledgesOverTheApi() {
    var number = response.declare("critical");
    commands.acknowledge(number, Actor.api("oncall1"));
    assertThat(response.task(number, "Task_triage").getAssignee()).isEqualTo("oncall1");
  }

  @Test
  void takesThePolicysProposalAndRecordsIt() {
    var number = response.declare("low");
    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of("triageChoice", "respond", "severity", "policy", "usersAffectedPercent", 60));
    assertThat(response.incident(number).severity()).isEqualTo(1);
    assertThat(response.incident(number).severityConfirmed()).isTrue();
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("the policy proposes Severity 1"));
  }

  @Test
  void keepsTheProvisionalSeverityWhenNothingWasAnswered() {
    var number = response.declare("critical");
    response.complete(
        number, "Task_triage", "oncall1", Map.of("triageChoice", "respond", "severity", "policy"));
    assertThat(response.incident(number).severity()).isEqualTo(1);
  }

  @Test
  void stopsAskingForAReasonOnlyWhenTheSeverityIsTheProposedOne() {
    var number = response.declare("critical");
    var answers = new HashMap<String, Object>(Map.of("triageChoice", "respond", "severity", "3"));
    assertThatThrownBy(() -> response.submit(number, "Task_triage", "oncall1", answers))
        .hasMessageContaining("severityReason: say why, because the policy proposes Severity 1");
    assertThat(response.open(number)).contains("Task_triage");

    answers.put("severityReason", "Only the staging shop");
    response.complete(number, "Task_triage", "oncall1", answers);
    assertThat(response.incident(number).severity()).isEqualTo(3);
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("Only the staging shop"));
  }

  @Test
  void refusesAnAnswerThatIsNoNumberAndKeepsTheTask() {
    var number = response.declare("critical");
    assertThatThrownBy(
            () ->
                response.submit(
                    number,
                    "Task_triage",
                    "oncall1",
                    Map.of(
                        "triageChoice", "respond",
                        "severity", "policy",
                        "usersAffectedPercent", "many")))
        .hasMessageContaining("usersAffectedPercent: 'many' is not a number");
    assertThat(response.incident(number).severityConfirmed()).isFalse();
  }

  @Test
  void offersDismissalWhenTheAlertsHaveGone() {
    var number = response.declare("critical");
    atomic.run(() -> process.alertsResolved(number));
    assertThat(response.open(number)).contains("Task_triage", "Task_decideDismissal");

    response.complete(
        number, "Task_decideDismissal", "oncall1", Map.of("dismiss", "yes", "reason", "A blip"));
    assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
    assertThat(response.ends(number, Triage.KEY)).contains(Triage.Elements.EVENT_DISMISSED);
  }

  @Test
  void asksForDismissalOnceHoweverOftenTheAlertComesAndGoes() {
    var number = response.declare("critical");
    atomic.run(() -> process.alertsResolved(number));
    atomic.run(() -> process.alertsResolved(number));
    assertThat(response.open(number)).containsOnlyOnce("Task_decideDismissal");

    response.complete(number, "Task_decideDismissal", "oncall1", Map.of("dismiss", "no"));
    atomic.run(() -> process.alertsResolved(number));
    assertThat(response.open(number)).containsOnlyOnce("Task_decideDismissal");
  }

  @Test
  void goesOnWhenTheDismissalIsDeclined() {
    var number = response.declare("critical");
    atomic.run(() -> process.alertsResolved(number));
    response.complete(number, "Task_decideDismissal", "oncall1", Map.of("dismiss", "no"));
    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    assertThat(response.open(number)).contains("Task_triage");
  }

  @Test
  void isRespondedToWhenTheDismissalIsDeclinedRightAfterTriage() {
    var number = response.declare("critical");
    response.runJobs(number);
    atomic.run(() -> process.alertsResolved(number));
    response.submit(
        number, "Task_triage", "oncall1", Map.of("triageChoice", "respond", "severity", "policy"));
    // Before the job has run by which triage goes on.
    response.submit(number, "Task_decideDismissal", "oncall2", Map.of("dismiss", "no"));
    response.runJobs(number);

    assertThat(response.open(number)).contains("Task_assignRoles");
    assertThat(response.passed(number, IncidentResponse.Elements.EVENT_NOT_AN_INCIDENT)).isZero();
  }

  @Test
  void staysMergedWhenTheDismissalIsDeclinedRightAfterIt() {
    var into = response.declare("critical");
    var number = response.declare("critical");
    atomic.run(() -> process.alertsResolved(number));
    response.submit(
        number, "Task_triage", "oncall1", Map.of("triageChoice", "merge", "mergeInto", into));
    response.submit(number, "Task_decideDismissal", "oncall2", Map.of("dismiss", "no"));
    response.runJobs(number);

    assertThat(response.open(number)).isEmpty();
    assertThat(response.passed(number, IncidentResponse.Elements.EVENT_NOT_AN_INCIDENT)).isOne();
  }

  @Test
  void startsWithTheWorstThatAlertsSayUntilAPersonHasConfirmed() {
    var monitoring = Actor.alert("alertmanager");
    var number = response.declare("low");
    commands.alertJoined(number, "critical", monitoring);
    assertThat(response.incident(number).severity()).isEqualTo(1);
    assertThat(response.incident(number).severityConfirmed()).isFalse();
    commands.alertJoined(number, "low", monitoring);
    assertThat(response.incident(number).severity()).isEqualTo(1);

    response.triage(number, 3);
    commands.alertJoined(number, "critical", monitoring);
    assertThat(response.incident(number).severity()).isEqualTo(3);
    assertThat(response.timeline(number))
        .anyMatch(
            line -> line.contains("An alert says Severity 1, which is worse than Severity 3"));
  }

  @Test
  void isNotEndedByAnAnswerThatWasSmuggledIn() {
    var number = response.declare("critical");
    atomic.run(() -> process.alertsResolved(number));
    response.complete(
        number,
        "Task_decideDismissal",
        "oncall1",
        Map.of("dismiss", "no", "triageOutcome", "dismiss"));
    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    assertThat(response.open(number)).contains("Task_triage");
  }

  @Test
  void asksForBusinessContinuityWhereThePolicySaysSoAndTellsTheManagement() {
    var number = response.declareUnder("smartbeak", "high");
    response.runJobs(number);
    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of("triageChoice", "respond", "severity", "policy", "businessContinuity", "yes"));

    assertThat(response.incident(number).businessContinuity()).isTrue();
    assertThat(response.passed(number, Triage.Elements.TASK_TELL_CONTINUITY)).isEqualTo(1);
    assertThat(response.timeline(number))
        .contains("task: Business continuity is to be activated")
        .anyMatch(
            line -> line.startsWith("notification: Told by e-mail: business continuity, to "));
  }

  @Test
  void recordsThatNoBusinessContinuityIsNeeded() {
    var number = response.declareUnder("smartbeak", "high");
    response.runJobs(number);
    response.triage(number, 2);

    assertThat(response.incident(number).businessContinuity()).isFalse();
    assertThat(response.passed(number, Triage.Elements.TASK_TELL_CONTINUITY)).isZero();
    assertThat(response.timeline(number)).contains("task: Business continuity is not needed");
  }

  @Test
  void hearsOfBusinessContinuityWhomItHasAskedWhateverVersionCountsByNow() {
    var asked = response.declareUnder("smartbeak", "high");
    response.runJobs(asked);
    followAnother(asked, "parsify");
    response.complete(
        asked,
        "Task_triage",
        "oncall1",
        Map.of("triageChoice", "respond", "severity", "policy", "businessContinuity", "yes"));
    assertThat(response.incident(asked).businessContinuity()).isTrue();

    var unasked = response.declareUnder("parsify", "high");
    response.runJobs(unasked);
    followAnother(unasked, "smartbeak");
    response.complete(
        unasked, "Task_triage", "oncall1", Map.of("triageChoice", "respond", "severity", "policy"));
    assertThat(response.timeline(unasked)).noneMatch(line -> line.contains("continuity"));
  }

  /** Stands for a version of the policy that asks what the one before did not, or the reverse. */
  private void followAnother(String number, String policy) {
    jdbc.sql(
            "update incident set policy = ?, policy_version = null, policy_version_number = null"
                + " where number = ?")
        .params(policy, number)
        .update();
  }

  @Test
  void asksNoBusinessContinuityElsewhere() {
    var number = response.declare("high");
    response.runJobs(number);
    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of("triageChoice", "respond", "severity", "policy", "businessContinuity", "yes"));

    assertThat(response.incident(number).businessContinuity()).isFalse();
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("continuity"));
  }
}
