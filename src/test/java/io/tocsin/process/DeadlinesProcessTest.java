package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.model.Deadlines;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.notification.Deliveries;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Warnings and missed targets, at the minute. */
@TocsinTest
@Tag("thorough")
class DeadlinesProcessTest {

  /** A Tuesday. */
  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");

  private static final Actor COMMANDER = Actor.api("commander");
  private static final String TIMER = Deadlines.Elements.EVENT_DEADLINE_DUE;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Deliveries deliveries;
  @Autowired ManagementService management;
  @Autowired RuntimeService runtime;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  static Stream<Arguments> targets() {
    return Stream.of(
        Arguments.of(
            "parsify",
            "critical",
            List.of(
                "PT5M Acknowledge target PT5M missed, it was due 03:05 UTC",
                "PT11M15S Respond target PT15M: 75 % gone, due 03:15 UTC",
                "PT15M Respond target PT15M missed, it was due 03:15 UTC",
                "PT45M Resolve target PT1H: 75 % gone, due 04:00 UTC",
                "PT1H Resolve target PT1H missed, it was due 04:00 UTC")),
        Arguments.of(
            "parsify",
            "high",
            List.of(
                "PT5M Acknowledge target PT5M missed, it was due 03:05 UTC",
                "PT22M30S Respond target PT30M: 75 % gone, due 03:30 UTC",
                "PT30M Respond target PT30M missed, it was due 03:30 UTC",
                "PT3H Resolve target PT4H: 75 % gone, due 07:00 UTC",
                "PT4H Resolve target PT4H missed, it was due 07:00 UTC")),
        Arguments.of(
            "parsify",
            "medium",
            List.of(
                "PT5M Acknowledge target PT5M missed, it was due 03:05 UTC",
                "PT1H30M Respond target PT2H: 75 % gone, due 05:00 UTC",
                "PT2H Respond target PT2H missed, it was due 05:00 UTC",
                "PT18H Resolve target PT24H: 75 % gone, due 2026-02-11 03:00 UTC",
                "PT24H Resolve target PT24H missed, it was due 03:00 UTC")),
        Arguments.of(
            "parsify",
            "low",
            List.of(
                "PT5M Acknowledge target PT5M missed, it was due 03:05 UTC",
                "PT18H Respond target PT24H: 75 % gone, due 2026-02-11 03:00 UTC",
                "PT24H Respond target PT24H missed, it was due 03:00 UTC",
                "PT54H Resolve target PT72H: 75 % gone, due 2026-02-13 03:00 UTC",
                "PT72H Resolve target PT72H missed, it was due 03:00 UTC")),
        // Two business days: Thursday at 17:00, 62 hours away.
        Arguments.of(
            "betabaddies",
            "medium",
            List.of(
                "PT1H Acknowledge target PT1H missed, it was due 04:00 UTC",
                "PT3H Respond target PT4H: 75 % gone, due 07:00 UTC",
                "PT4H Respond target PT4H missed, it was due 07:00 UTC",
                "PT46H30M Resolve target 2bd: 75 % gone, due 17:00 UTC",
                "PT62H Resolve target 2bd missed, it was due 17:00 UTC")),
        // What is owed at once, a person owes five minutes later.
        Arguments.of(
            "smartbeak",
            "critical",
            List.of(
                "PT3M45S Respond target PT0S: 75 % gone, due 03:05 UTC",
                "PT5M Acknowledge target PT5M missed, it was due 03:05 UTC",
                "PT5M Respond target PT0S missed, it was due 03:05 UTC",
                "PT45M Resolve target PT1H: 75 % gone, due 04:00 UTC",
                "PT1H Resolve target PT1H missed, it was due 04:00 UTC")),
        // No target to resolve.
        Arguments.of(
            "subjunctive",
            "critical",
            List.of(
                "PT5M Acknowledge target PT5M missed, it was due 03:05 UTC",
                "PT11M15S Respond target PT15M: 75 % gone, due 03:15 UTC",
                "PT15M Respond target PT15M missed, it was due 03:15 UTC")));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("targets")
  void warnsAndSaysWhatIsMissedAtTheMinute(String policy, String severity, List<String> lines) {
    var number = response.declareUnder(policy, severity);
    response.runJobs(number);
    while (response.waits(number, Deadlines.KEY, TIMER)) {
      response.fire(number, Deadlines.KEY, TIMER);
    }
    assertThat(timesAndLines(number)).containsExactlyElementsOf(lines);
  }

  @Test
  void tellsWhoLeadsAndOfWhatIsMissedTheManagementToo() {
    var number = response.declare("critical");
    commands.acknowledge(number, COMMANDER);
    response.runJobs(number);
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    response.fire(number, Deadlines.KEY, TIMER);
    response.fire(number, Deadlines.KEY, TIMER);

    assertThat(told(number, "deadline-warning")).contains("commander").doesNotContain("manager");
    assertThat(told(number, "deadline-missed")).contains("commander", "manager");
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("deadline-missed"))
        .allMatch(d -> d.subject().contains("Respond target missed, due since 2026-02-10 03:15"));
  }

  @Test
  void anAcknowledgementAndAResponseEndTheirWatch() {
    var number = response.declare("critical");
    response.runJobs(number);
    assertThat(due(number)).isEqualTo(T0.plus(minutes(5)));
    commands.acknowledge(number, Actor.api("oncall1"));
    assertThat(due(number)).isEqualTo(T0.plus(Duration.parse("PT11M15S")));
    response.triage(number, 1);
    response.nameRoles(number);
    assertThat(due(number)).isEqualTo(T0.plus(minutes(45)));
    assertThat(lines(number)).isEmpty();
  }

  /** Whoever holds one clock back holds up neither the response nor other incidents. */
  @Test
  void aSuspendedClockHearsNothingAndKeepsNobodyFromWorking() {
    var number = response.declare("critical");
    var other = response.declare("critical");
    response.runJobs(number);
    response.runJobs(other);
    var clock =
        runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey(number, Deadlines.KEY)
            .singleResult();
    runtime.suspendProcessInstanceById(clock.getId());

    commands.acknowledge(number, COMMANDER);
    assertThat(due(number)).isEqualTo(T0.plus(minutes(5)));
    assertThat(due(other)).isEqualTo(T0.plus(minutes(5)));

    runtime.activateProcessInstanceById(clock.getId());
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    assertThat(due(number)).isEqualTo(T0.plus(Duration.parse("PT11M15S")));
    assertThat(due(other)).isEqualTo(T0.plus(minutes(5)));
  }

  @Test
  void waitsWithoutATimerWhenNothingIsLeftAndEndsWithTheResponse() {
    var number = response.declareUnder("subjunctive", "critical");
    response.runJobs(number);
    commands.acknowledge(number, COMMANDER);
    response.triage(number, 1);
    response.nameRoles(number);
    assertThat(response.waits(number, Deadlines.KEY, TIMER)).isFalse();

    commands.dismiss(number, "A test", COMMANDER);
    response.runJobs(number);
    assertThat(lines(number)).isEmpty();
  }

  @Test
  void saysOnceWhatWasMissedWhileTheEngineStoodStill() {
    var number = response.declare("critical");
    response.runJobs(number);
    response.at(T0.plus(Duration.ofHours(5)));
    response.fire(number, Deadlines.KEY, TIMER);

    assertThat(lines(number))
        .containsExactly(
            "Acknowledge target PT5M missed, it was due 03:05 UTC",
            "Respond target PT15M missed, it was due 03:15 UTC",
            "Resolve target PT1H missed, it was due 04:00 UTC");
    assertThat(response.waits(number, Deadlines.KEY, TIMER)).isFalse();
    assertThat(deliveries.of(number)).noneMatch(d -> d.event().equals("deadline-warning"));

    // Whatever else changes, it is not told again.
    commands.severity(number, "2", "Less than it seemed", COMMANDER);
    commands.severity(number, "1", "Not at all", COMMANDER);
    response.runJobs(number);
    assertThat(lines(number).stream().filter(line -> line.contains("target PT1H"))).hasSize(1);
  }

  @Test
  void warnsAnewWhenTheSeverityMovesTheDueTime() {
    var number = response.declare("high");
    commands.acknowledge(number, COMMANDER);
    response.runJobs(number);
    response.fire(number, Deadlines.KEY, TIMER);
    assertThat(lines(number)).containsExactly("Respond target PT30M: 75 % gone, due 03:30 UTC");

    // up: still counted from declaration, and missed already
    commands.severity(number, "1", "It spreads", COMMANDER);
    response.runJobs(number);
    assertThat(lines(number))
        .hasSize(2)
        .contains("Respond target PT15M missed, it was due 03:15 UTC");
    assertThat(due(number)).isEqualTo(T0.plus(minutes(45)));

    // down again: the warning was told, the due time itself has not passed
    commands.severity(number, "2", "Less than it seemed", COMMANDER);
    response.runJobs(number);
    assertThat(lines(number)).hasSize(2);
    assertThat(due(number)).isEqualTo(T0.plus(minutes(30)));
    response.fire(number, Deadlines.KEY, TIMER);
    assertThat(lines(number))
        .hasSize(3)
        .contains("Respond target PT30M missed, it was due 03:30 UTC");
    assertThat(due(number)).isEqualTo(T0.plus(Duration.ofHours(3)));
  }

  @Test
  void saysNothingWhenSomebodyTakesItBeforeTheLateJob() {
    var number = response.declare("critical");
    response.runJobs(number);
    response.at(T0.plus(minutes(5)));
    var timer =
        response.jobs(number).stream()
            .filter(job -> job.getProcessDefinitionKey().equals(Deadlines.KEY))
            .findFirst()
            .orElseThrow();
    management.executeJob(timer.getId());
    // The word of it waits for its job.
    commands.acknowledge(number, Actor.api("oncall1"));
    response.runJobs(number);

    assertThat(lines(number)).isEmpty();
    assertThat(due(number)).isEqualTo(T0.plus(Duration.parse("PT11M15S")));
  }

  @Test
  void countsFromTheReopening() {
    var number = response.resolved("critical", 1);
    response.at(T0.plus(Duration.ofHours(20)));
    commands.reopen(number, "It fails again", COMMANDER);
    response.runJobs(number);
    assertThat(lines(number)).isEmpty();
    // It was responded to; what counts anew is to take it and to resolve it.
    assertThat(due(number)).isEqualTo(T0.plus(Duration.ofHours(20)).plus(minutes(5)));
    commands.acknowledge(number, Actor.api("oncall1"));
    response.runJobs(number);
    assertThat(lines(number)).isEmpty();
    assertThat(due(number)).isEqualTo(T0.plus(Duration.ofHours(20)).plus(minutes(45)));
  }

  private Instant due(String number) {
    return response.due(number, Deadlines.KEY, TIMER);
  }

  private List<String> lines(String number) {
    return response.timeline(number).stream()
        .filter(line -> line.startsWith("deadline: "))
        .map(line -> line.substring("deadline: ".length()))
        .toList();
  }

  private List<String> timesAndLines(String number) {
    var found = new ArrayList<String>();
    response.entries(number).stream()
        .filter(entry -> entry.kind().equals("deadline"))
        .forEach(entry -> found.add(Duration.between(T0, entry.at()) + " " + entry.text()));
    return found;
  }

  private List<String> told(String number, String event) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals(event))
        .map(delivery -> delivery.recipient())
        .distinct()
        .toList();
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
