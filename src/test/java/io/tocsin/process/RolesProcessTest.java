package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.model.FindCommander;
import io.tocsin.engine.model.Roles;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clock of the command, at the minute. */
@TocsinTest
@Tag("thorough")
class RolesProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");

  /** Before the rotations begin nobody is on call: Subjunctive has three senior engineers. */
  private static final Instant NOBODY_ON_CALL = Instant.parse("2026-01-01T03:00:00Z");

  private static final String WATCH = Roles.Elements.EVENT_COMMAND_DUE;
  private static final String CALL = FindCommander.Elements.EVENT_CALL_DUE;
  private static final String TAKE = FindCommander.Elements.TASK_TAKE_COMMAND;
  private static final String HAND_OVER = Roles.Elements.TASK_HAND_OVER;
  private static final Duration WATCH_LENGTH = Duration.ofHours(8);

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Deliveries deliveries;
  @Autowired ResponseProcess process;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  @ParameterizedTest
  @CsvSource({
    "parsify, PT15M",
    "betabaddies, PT15M",
    "smartbeak, PT5M",
    "storefront, PT15M",
    "subjunctive, PT5M"
  })
  void givesTheCommandToThePrimaryOfThePolicyWhenNobodyHasTakenItInTime(
      String policy, Duration within) {
    for (int level = 1; level <= 4; level++) {
      response.at(T0);
      var number = response.declareUnder(policy, String.valueOf(level));
      response.runJobs(number);
      assertThat(response.due(number, Roles.KEY, WATCH)).isEqualTo(T0.plus(within));

      response.fire(number, Roles.KEY, WATCH);

      assertThat(response.incident(number).roles()).containsEntry("commander", "commander");
      assertThat(response.timeline(number))
          .contains(
              "role: Carla Mendes is commander",
              "role: Carla Mendes was named by the engine, as oncall:commander of the policy:"
                  + " nobody had taken command in time");
      assertThat(told(number, "commander-missing"))
          .extracting(Delivery::recipient)
          .contains("commander");
      assertThat(
              told(number, "commander-missing").stream()
                  .anyMatch(delivery -> delivery.audience().equals("management")))
          .isEqualTo(level <= 2);
      assertThat(response.open(number)).doesNotContain(TAKE);
      assertThat(response.due(number, Roles.KEY, WATCH))
          .isEqualTo(T0.plus(within).plus(WATCH_LENGTH));
    }
  }

  @Test
  void callsNobodyWhenTheCommandIsTakenInTime() {
    var number = declared("parsify");
    response.at(T0.plus(minutes(14)));
    commands.role(number, Role.COMMANDER, "techlead", Actor.api("techlead"));
    response.runJobs(number);

    assertThat(response.due(number, Roles.KEY, WATCH))
        .isEqualTo(T0.plus(minutes(14)).plus(WATCH_LENGTH));
    assertThat(told(number, "commander-missing")).isEmpty();
  }

  @Test
  void takesTheBackupWhenNobodyIsOnCall() {
    response.at(NOBODY_ON_CALL);
    var number = declared("parsify");
    response.fire(number, Roles.KEY, WATCH);

    assertThat(response.incident(number).holder(Role.COMMANDER)).isEqualTo("commander");
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("as group:incident-commander of the policy"));
  }

  @Test
  void asksWhenThePolicyNamesNoSinglePersonAndCallsAgainUntilThereIsOne() {
    response.at(NOBODY_ON_CALL);
    var number = declared("subjunctive");
    response.fire(number, Roles.KEY, WATCH);
    assertThat(response.task(number, TAKE).getAssignee()).isNull();
    assertThat(rounds(number, "commander-missing")).hasSize(1);

    for (int call = 2; call <= 4; call++) {
      assertThat(response.due(number, FindCommander.KEY, CALL))
          .isEqualTo(NOBODY_ON_CALL.plus(minutes(5L * call)));
      response.fire(number, FindCommander.KEY, CALL);
      assertThat(rounds(number, "commander-missing")).hasSize(call);
    }
    response.complete(number, TAKE, "commander", Map.of("commander", "techlead"));

    assertThat(response.incident(number).holder(Role.COMMANDER)).isEqualTo("techlead");
    assertThat(response.open(number)).doesNotContain(TAKE);
    assertThat(response.waits(number, FindCommander.KEY, CALL)).isFalse();
    assertThat(response.due(number, Roles.KEY, WATCH))
        .isEqualTo(NOBODY_ON_CALL.plus(minutes(20)).plus(WATCH_LENGTH));
  }

  @Test
  void triesThePolicyAgainBeforeEachCall() {
    response.at(NOBODY_ON_CALL);
    var number = declared("subjunctive");
    response.fire(number, Roles.KEY, WATCH);

    response.at(T0);
    response.fire(number, FindCommander.KEY, CALL);

    assertThat(response.incident(number).holder(Role.COMMANDER)).isEqualTo("commander");
    assertThat(response.open(number)).doesNotContain(TAKE);
    assertThat(response.due(number, Roles.KEY, WATCH)).isEqualTo(T0.plus(WATCH_LENGTH));
  }

  @Test
  void withdrawsTheQuestionWhenTheCommandIsGivenElsewhere() {
    response.at(NOBODY_ON_CALL);
    var number = declared("subjunctive");
    response.fire(number, Roles.KEY, WATCH);
    commands.role(number, Role.COMMANDER, "comms", Actor.api("comms"));
    response.runJobs(number);

    assertThat(response.open(number)).doesNotContain(TAKE);
    assertThat(response.waits(number, Roles.KEY, WATCH)).isTrue();
  }

  @Test
  void keepsTheQuestionOpenWhenOnlyDeadlinesMove() {
    response.at(NOBODY_ON_CALL);
    var number = declared("subjunctive");
    response.fire(number, Roles.KEY, WATCH);
    var asked = response.task(number, TAKE).getId();
    commands.severity(number, "3", "Only one shop", Actor.api("comms"));
    response.runJobs(number);

    assertThat(response.task(number, TAKE).getId()).isEqualTo(asked);
    assertThat(rounds(number, "commander-missing")).hasSize(1);
    assertThat(response.due(number, FindCommander.KEY, CALL))
        .isEqualTo(NOBODY_ON_CALL.plus(minutes(10)));
  }

  @Test
  void refusesSomebodyWhoIsNotInTheDirectory() {
    response.at(NOBODY_ON_CALL);
    var number = declared("subjunctive");
    response.fire(number, Roles.KEY, WATCH);

    assertThatThrownBy(
            () -> response.submit(number, TAKE, "commander", Map.of("commander", "nobody")))
        .hasMessageContaining("commander: 'nobody' is not in the directory");
    assertThatThrownBy(() -> response.submit(number, TAKE, "commander", Map.of("commander", "")))
        .hasMessageContaining("commander: name who commands");
    assertThat(response.open(number)).contains(TAKE);
  }

  @Test
  void callsNobodyDuringAPause() {
    var number = declared("parsify");
    pause(number, T0.plus(minutes(60)));

    assertThat(response.due(number, Roles.KEY, WATCH)).isEqualTo(T0.plus(minutes(60)));
    pause(number, T0.plus(minutes(10)));
    assertThat(response.due(number, Roles.KEY, WATCH)).isEqualTo(T0.plus(minutes(15)));
  }

  @Test
  void offersToHandOverAfterEachWatchOnce() {
    var number = commanded();
    response.fire(number, Roles.KEY, WATCH);

    var asked = response.task(number, HAND_OVER);
    assertThat(asked.getAssignee()).isEqualTo("commander");
    assertThat(asked.getDueDate().toInstant()).isEqualTo(T0.plus(WATCH_LENGTH));
    assertThat(rounds(number, "commander-handover")).hasSize(1);

    response.at(T0.plus(WATCH_LENGTH).plus(minutes(30)));
    response.complete(
        number, HAND_OVER, "commander", Map.of("handOverChoice", "stay", "handOverNote", "Awake"));
    assertThat(response.timeline(number)).contains("role: Carla Mendes stays in command. Awake");
    assertThat(response.due(number, Roles.KEY, WATCH))
        .isEqualTo(T0.plus(WATCH_LENGTH).plus(minutes(30)).plus(WATCH_LENGTH));

    response.fire(number, Roles.KEY, WATCH);
    assertThat(rounds(number, "commander-handover")).hasSize(2);
    assertThat(response.open(number)).contains(HAND_OVER);
  }

  @Test
  void handsOverWithTheOpenTasksAndTheClock() {
    var number = commanded();
    response.fire(number, Roles.KEY, WATCH);
    response.complete(
        number,
        HAND_OVER,
        "commander",
        Map.of(
            "handOverChoice", "handOver",
            "handOverTo", "techlead",
            "handOverNote", "The vendor calls at noon"));

    assertThat(response.incident(number).holder(Role.COMMANDER)).isEqualTo("techlead");
    assertThat(response.timeline(number))
        .contains(
            "role: Tomas Berg takes over as commander from Carla Mendes",
            "note: Handed over with the command: The vendor calls at noon");
    assertThat(response.task(number, "Task_assignRoles").getAssignee()).isEqualTo("techlead");
    assertThat(response.due(number, Roles.KEY, WATCH))
        .isEqualTo(T0.plus(WATCH_LENGTH).plus(WATCH_LENGTH));
  }

  @Test
  void refusesToHandOverToNobodyAndToTheCommander() {
    var number = commanded();
    response.fire(number, Roles.KEY, WATCH);

    assertThatThrownBy(() -> handOver(number, Map.of()))
        .hasMessageContaining("handOverChoice: choose one of handOver, stay");
    assertThatThrownBy(() -> handOver(number, Map.of("handOverChoice", "handOver")))
        .hasMessageContaining("handOverTo: name who takes over");
    assertThatThrownBy(
            () -> handOver(number, Map.of("handOverChoice", "handOver", "handOverTo", "commander")))
        .hasMessageContaining("handOverTo: commander commands already");
  }

  @Test
  void withdrawsTheOfferWhenTheCommandChangesMeanwhile() {
    var number = commanded();
    response.fire(number, Roles.KEY, WATCH);
    response.at(T0.plus(WATCH_LENGTH).plus(minutes(5)));
    commands.role(number, Role.COMMANDER, "comms", Actor.api("comms"));
    response.runJobs(number);

    assertThat(response.open(number)).doesNotContain(HAND_OVER);
    assertThat(response.due(number, Roles.KEY, WATCH))
        .isEqualTo(T0.plus(WATCH_LENGTH).plus(minutes(5)).plus(WATCH_LENGTH));
  }

  @Test
  void endsWithTheResponse() {
    var number = response.resolved("high", 2);
    assertThat(response.waits(number, Roles.KEY, WATCH)).isFalse();
  }

  private void handOver(String number, Map<String, Object> answers) {
    response.submit(number, HAND_OVER, "commander", answers);
  }

  private String declared(String policy) {
    var number = response.declareUnder(policy, "2");
    response.runJobs(number);
    return number;
  }

  /** An incident that has a commander from the beginning, and an open task of the commander. */
  private String commanded() {
    var number = declared("parsify");
    response.triage(number, 2);
    commands.role(number, Role.COMMANDER, "commander", Actor.api("commander"));
    response.runJobs(number);
    return number;
  }

  @Test
  void aCommanderWhoHasLeftTheDirectoryIsMissed() {
    var number = response.declare("high");
    response.runJobs(number);
    response.triage(number, 2);
    leaves(number, "commander");
    response.at(T0.plus(minutes(20)));
    commands.severity(number, "1", "Worse", Actor.api("techlead"));
    response.runJobs(number);
    assertThat(told(number, "commander-missing")).isNotEmpty();
    assertThat(response.incident(number).holder(Role.COMMANDER)).isNotEqualTo("gone");
  }

  @Test
  void noTaskIsGivenToAHolderWhoHasLeftTheDirectory() {
    var number = response.declare("high");
    response.runJobs(number);
    response.triage(number, 2);
    response.nameRoles(number);
    leaves(number, "technical_lead");
    response.complete(number, "Task_investigate", "techlead", Map.of());
    assertThat(response.incident(number).holder(Role.TECHNICAL_LEAD)).isEqualTo("gone");
    assertThat(response.task(number, "Task_chooseMitigation").getAssignee()).isNull();
  }

  /** As after a start without the holder of a role. */
  private void leaves(String number, String role) {
    jdbc.sql("update incident set %s = 'gone' where number = ?".formatted(role))
        .param(number)
        .update();
  }

  private void pause(String number, Instant until) {
    atomic.run(
        () -> {
          jdbc.sql("update incident set paused_until = ? where number = ?")
              .params(Timestamp.from(until), number)
              .update();
          process.clocksChanged(number);
        });
  }

  private List<Delivery> told(String number, String event) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals(event))
        .toList();
  }

  private List<String> rounds(String number, String event) {
    return told(number, event).stream().map(Delivery::round).distinct().toList();
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
