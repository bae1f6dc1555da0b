package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.model.Escalation;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The ladder of the Parsify policy, at the minute. */
@TocsinTest
class EscalationProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final String TIMER = Escalation.Elements.EVENT_STEP_DUE;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired org.camunda.bpm.engine.ManagementService management;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  @Test
  void pagesTheOnCallAtOnceAtEveryLevel() {
    for (var severity : List.of("critical", "high", "medium", "low")) {
      var number = response.declare(severity);
      response.runJobs(number);
      assertThat(escalations(number)).as(severity).hasSize(1);
    }
  }

  @Test
  void callsTheNextPersonWhenNobodyAcknowledgesInTime() {
    var number = response.declare("critical");
    response.runJobs(number);
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(T0.plus(minutes(5)));
    response.fire(number, Escalation.KEY, TIMER);
    assertThat(escalations(number)).hasSize(2);
  }

  @Test
  void skipsTheNextPersonWhenSomebodyHasTakenIt() {
    var number = response.declare("critical");
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("oncall1"));
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(T0.plus(minutes(15)));
  }

  @Test
  void goesUpTheLadderWhileItIsUnresolvedAndThenWaits() {
    var number = response.declare("critical");
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("oncall1"));
    response.fire(number, Escalation.KEY, TIMER);
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(T0.plus(minutes(30)));
    response.fire(number, Escalation.KEY, TIMER);
    assertThat(response.waits(number, Escalation.KEY, TIMER)).isFalse();
    assertThat(escalations(number).size()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void takesTheNextStepWhenAPersonAsksForIt() {
    var number = response.declare("high");
    response.runJobs(number);
    var before = escalations(number).size();
    commands.escalate(
        number, "We do not understand the database", null, null, Actor.api("commander"));
    response.runJobs(number);
    assertThat(escalations(number)).hasSize(before + 2);
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("Asked for: We do not understand the database"));
  }

  @Test
  void saysSoWhenTheLadderHasNoFurtherStep() {
    var number = response.declare("low");
    response.runJobs(number);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 10; i++) {
                commands.escalate(number, "More", null, null, Actor.api("commander"));
                response.runJobs(number);
              }
            })
        .hasMessageContaining("has no further step");
  }

  @Test
  void tellsTheSecurityTeamAtEveryLevel() {
    for (var severity : List.of("critical", "high", "medium", "low")) {
      var number = response.declare(severity, List.of("checkout"), true);
      response.runJobs(number);
      assertThat(escalations(number)).anyMatch(line -> line.toLowerCase().contains("security"));
    }
  }

  @Test
  void tellsTheSecurityTeamWhenTriageFindsItAMatterOfSecurity() {
    var number = response.declare("low");
    response.runJobs(number);
    response.complete(
        number,
        "Task_triage",
        "oncall1",
        Map.of(
            "triageChoice", "respond",
            "severity", "4",
            "severityReason", "Nobody can reach it",
            "security", "minorVulnerability"));

    assertThat(response.incident(number).severity()).isEqualTo(4);
    assertThat(escalations(number)).anyMatch(line -> line.toLowerCase().contains("security"));
  }

  @Test
  void isReArmedByAChangeOfSeverity() {
    var number = response.declare("low");
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("oncall1"));
    assertThat(response.waits(number, Escalation.KEY, TIMER)).isFalse();
    commands.severity(number, "1", "It spreads", Actor.api("commander"));
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(T0.plus(minutes(15)));
  }

  @Test
  void countsFromTheReopeningOnceAnIncidentIsReopened() {
    var number = response.resolved("high", 2);
    var taken = escalations(number).size();
    var reopened = T0.plus(Duration.ofHours(20));
    response.at(reopened);
    commands.reopen(number, "It fails again", Actor.api("commander"));
    response.runJobs(number);
    assertThat(escalations(number)).hasSize(taken);
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(reopened.plus(minutes(15)));
  }

  private List<String> escalations(String number) {
    return response.timeline(number).stream()
        .filter(line -> line.startsWith("escalation: "))
        .toList();
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void doesNotPageTheNextPersonWhenItIsTakenJustBefore() {
    var number = response.declare("critical");
    response.runJobs(number);
    response.at(T0.plus(minutes(5)));
    var timer = response.jobs(number).stream().filter(job -> job.getDuedate() != null).toList();
    var due =
        timer.stream()
            .filter(job -> job.getDuedate().toInstant().equals(T0.plus(minutes(5))))
            .filter(job -> job.getProcessDefinitionKey().equals(Escalation.KEY))
            .findFirst()
            .orElseThrow();
    management.executeJob(due.getId());
    // The step waits for its job.
    commands.acknowledge(number, Actor.api("oncall1"));
    response.runJobs(number);

    assertThat(escalations(number)).hasSize(1);
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(T0.plus(minutes(15)));
  }
}
