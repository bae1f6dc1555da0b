package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.TeamGroups;
import io.tocsin.engine.model.IncidentResponse;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Status;
import io.tocsin.people.People;
import io.tocsin.problem.ConflictException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole response on its one page. */
@TocsinTest
class IncidentResponseProcessTest {

  private static final Actor COMMANDER = Actor.api("commander");

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired RuntimeService runtime;
  @Autowired IdentityService identity;
  @Autowired People people;
  @Autowired JdbcClient jdbc;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void goesFromDeclarationToClosed(int level) {
    var number = response.resolved("unknown", level);
    assertThat(response.incident(number).status()).isEqualTo(Status.RESOLVED);
    response.signOff(number);
    response.review(number);
    response.close(number);

    var incident = response.incident(number);
    assertThat(incident.status()).isEqualTo(Status.CLOSED);
    assertThat(incident.severity()).isEqualTo(level);
    assertThat(incident.acknowledgedAt()).isNotNull();
    assertThat(incident.respondedAt()).isNotNull();
    assertThat(incident.identifiedAt()).isNotNull();
    assertThat(incident.fixDeployedAt()).isNotNull();
    assertThat(incident.mitigatedAt()).isNotNull();
    assertThat(incident.closedAt()).isNotNull();
    assertThat(response.ends(number, IncidentResponse.KEY))
        .contains(IncidentResponse.Elements.EVENT_CLOSED);
    assertThat(response.open(number)).isEmpty();
    assertThat(response.jobs(number)).isEmpty();
  }

  @Tag("thorough")
  @Test
  void owesNoReviewAtTheLowestLevel() {
    var number = response.resolved("unknown", 4);
    response.signOff(number);
    assertThat(response.open(number)).contains("Task_close").doesNotContain("Task_writeReview");
    response.close(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
  }

  @Test
  void endsDismissedWhenTriageFindsNoIncident() {
    var number = response.declare("critical");
    response.runJobs(number);
    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of("triageChoice", "dismiss", "triageReason", "A test of the monitoring"));

    assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
    assertThat(response.ends(number, IncidentResponse.KEY))
        .contains(IncidentResponse.Elements.EVENT_DISMISSED);
    assertThat(response.jobs(number)).isEmpty();
    assertThat(response.incident(number).dismissedBecause()).isEqualTo("A test of the monitoring");
    assertThat(told(number, "dismissed"))
        .isNotEmpty()
        .allSatisfy(
            body ->
                assertThat(body)
                    .contains("You need not do anything", "Reason: A test of the monitoring"));
  }

  @Test
  void endsMergedWhenTriageFindsAnotherIncidentThatCoversIt() {
    var other = response.declare("critical");
    var number = response.declare("critical");
    response.complete(
        number, "Task_triage", "oncall1", Map.of("triageChoice", "merge", "mergeInto", other));

    assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
    assertThat(response.incident(number).mergedInto()).isEqualTo(other);
    assertThat(response.ends(number, IncidentResponse.KEY))
        .contains(IncidentResponse.Elements.EVENT_MERGED);
  }

  @Test
  void endsDismissedOnRequest() {
    var number = response.declare("high");
    commands.dismiss(number, "Only the test account", COMMANDER);
    response.runJobs(number);

    assertThat(response.ends(number, IncidentResponse.KEY))
        .contains(IncidentResponse.Elements.EVENT_DISMISSED);
    assertThat(response.open(number)).isEmpty();
  }

  @Test
  void endsMergedOnRequest() {
    var other = response.declare("high");
    var number = response.declare("high", List.of("ledger"), false);
    commands.merge(number, other, COMMANDER);
    response.runJobs(number);

    assertThat(response.ends(number, IncidentResponse.KEY))
        .contains(IncidentResponse.Elements.EVENT_MERGED);
    assertThat(response.timeline(other))
        .anyMatch(line -> line.contains(number + " was merged"))
        .contains("note: Affected as well: ledger");
    assertThat(response.incident(other).services()).containsExactly("checkout", "ledger");
  }

  @Test
  void keepsDrillsAndRealIncidentsApart() {
    var real = response.declare("high");
    var drill =
        commands
            .declare(
                new Declaration(
                    "Checkout fails",
                    null,
                    List.of("checkout"),
                    null,
                    "high",
                    null,
                    "test",
                    null,
                    null,
                    null,
                    null,
                    false,
                    true,
                    List.of()),
                COMMANDER)
            .number();
    assertThatThrownBy(() -> commands.merge(real, drill, COMMANDER))
        .hasMessageContaining("kept apart");
    assertThat(response.incident(real).status()).isEqualTo(Status.INVESTIGATING);
  }

  @Test
  void isResolvedOnRequestOnceTheHealthGateHasPassed() {
    var number = response.declare("high");
    response.runJobs(number);
    commands.resolve(number, "The provider is back", COMMANDER);
    response.runJobs(number);
    response.passGate(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.RESOLVED);
    assertThat(response.incident(number).resolution()).isEqualTo("The provider is back");
    assertThat(response.open(number)).contains("Task_signOff");
  }

  @Tag("thorough")
  @Test
  void isReopenedOnRequestDuringTheWatchWithoutANewTriage() {
    var number = response.resolved("high", 2);
    commands.reopen(number, "It fails again", COMMANDER);
    response.runJobs(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    assertThat(response.open(number)).contains("Task_assignRoles").doesNotContain("Task_triage");
    assertThat(response.passed(number, IncidentResponse.Elements.EVENT_REOPENED)).isEqualTo(1);
  }

  @Tag("thorough")
  @Test
  void isReopenedOnRequestDuringTheReview() {
    var number = response.resolved("high", 2);
    response.signOff(number);
    commands.reopen(number, "It fails again", COMMANDER);
    response.runJobs(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    assertThat(response.passed(number, IncidentResponse.Elements.EVENT_REOPENED)).isEqualTo(1);
  }

  @Test
  void isReopenedWhenTheWatchFindsItUnhealthyAndTheCommanderSaysSo() {
    var number = response.resolved("high", 2);
    commands.note(number, "Looking at the graphs", COMMANDER);
    response.alertFiresAgain(number);
    response.complete(
        number,
        "Task_decideReopening",
        "commander",
        Map.of("reopenChoice", "yes", "reopenReason", "Errors are back"));

    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    assertThat(response.open(number)).contains("Task_assignRoles");
  }

  @Tag("thorough")
  @Test
  void refusesADismissalThatTheModelWouldNotHear() {
    var number = response.resolved("high", 2);
    commands.reopen(number, "It fails again", COMMANDER);
    // The job that begins the response anew has not run yet.
    assertThatThrownBy(() -> commands.dismiss(number, "By mistake", COMMANDER))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("try again in a moment");
    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);

    response.runJobs(number);
    commands.dismiss(number, "By mistake", COMMANDER);
    response.runJobs(number);
    assertThat(response.open(number)).isEmpty();
    assertThat(response.ends(number, IncidentResponse.KEY))
        .contains(IncidentResponse.Elements.EVENT_DISMISSED);
  }

  /** As the Cockpit proposes it: without the listeners of the model. */
  @Test
  void isDismissedWhenAnOperatorEndsItsModel() {
    var number = response.declare("high");

    end(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
    assertThat(response.timeline(number))
        .contains("status: Status: dismissed. Its process was ended in the engine by an operator");
    assertThat(response.open(number)).isEmpty();
    assertThat(told(number, "dismissed"))
        .isNotEmpty()
        .allSatisfy(
            body ->
                assertThat(body)
                    .contains("An operator ended its process in the engine", "declare it anew")
                    .doesNotContain("You need not do anything", "Reason:"));
  }

  @Test
  void saysWhoEndedItsModel() {
    var number = response.declare("high");

    identity.setAuthentication("admin", List.of(TeamGroups.ADMIN));
    try {
      end(number);
    } finally {
      identity.clearAuthentication();
    }

    assertThat(told(number, "dismissed"))
        .isNotEmpty()
        .allSatisfy(
            body ->
                assertThat(body)
                    .contains(people.find("admin").orElseThrow().name() + " ended its process"));
  }

  @Test
  void isClosedWhenAnOperatorEndsItsModelAfterItWasResolved() {
    var number = response.resolved("high", 2);

    end(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
    assertThat(told(number, "closed")).isNotEmpty();
  }

  @Test
  void isClosedWhenAnOperatorEndsItsModelWhileItIsWatched() {
    var number = response.resolved("high", 2);
    jdbc.sql("update incident set status = 'monitoring', resolved_at = null where number = ?")
        .param(number)
        .update();

    end(number);

    assertThat(response.incident(number).status()).isEqualTo(Status.CLOSED);
  }

  /** As one does that has a way past what closes, dismisses or merges. */
  @Test
  void refusesAModelThatEndsWhileTheIncidentIsOpen() {
    var number = response.declare("high");
    var instance =
        runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number, IncidentResponse.KEY)
            .singleResult();

    var move = runtime.createProcessInstanceModification(instance.getId());
    for (var part : runtime.getActivityInstance(instance.getId()).getChildActivityInstances()) {
      move.cancelActivityInstance(part.getId());
    }
    move.startBeforeActivity(IncidentResponse.Elements.EVENT_DISMISSED);

    assertThatThrownBy(move::execute)
        .hasStackTraceContaining("comes to its end while the incident is investigating");

    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    assertThat(response.open(number)).isNotEmpty();
  }

  @Test
  void isDismissedOrMergedWhileItsFixIsWatched() {
    for (var merged : List.of(false, true)) {
      var number = watched();
      if (merged) {
        commands.merge(number, response.declare("high"), Actor.api("commander"));
      } else {
        commands.dismiss(number, "The check itself is broken", Actor.api("commander"));
      }
      response.runJobs(number);
      assertThat(response.incident(number).status()).isEqualTo(Status.DISMISSED);
      assertThat(response.open(number)).isEmpty();
      assertThat(response.ends(number, IncidentResponse.KEY))
          .containsExactly(
              merged
                  ? IncidentResponse.Elements.EVENT_MERGED
                  : IncidentResponse.Elements.EVENT_DISMISSED);
    }
  }

  private String watched() {
    var number = response.declare("high");
    response.runJobs(number);
    response.triage(number, 2);
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    assertThat(response.incident(number).status()).isEqualTo(Status.MONITORING);
    return number;
  }

  private List<String> told(String number, String event) {
    return jdbc.sql(
            "select body from delivery where incident = ? and event = ? and channel = 'email'")
        .params(number, event)
        .query(String.class)
        .list();
  }

  private void end(String number) {
    runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(number, IncidentResponse.KEY)
        .list()
        .forEach(
            instance ->
                runtime.deleteProcessInstance(
                    instance.getId(), "by an operator", true, true, true));
  }

  @Tag("thorough")
  @Test
  void takesNoSignOffOfAnIncidentThatIsBeingReopened() {
    var number = response.resolved("high", 2);
    response.alertFiresAgain(number);
    response.submit(
        number,
        "Task_decideReopening",
        "commander",
        Map.of("reopenChoice", "yes", "reopenReason", "Errors are back"));
    assertThatThrownBy(
            () ->
                response.submit(
                    number,
                    "Task_signOff",
                    "commander",
                    Map.of("signOff", true, "signOffReason", "Looks good")))
        .hasMessageContaining("nothing to sign off");

    response.runJobs(number);
    assertThat(response.open(number)).contains("Task_assignRoles");
  }
}
