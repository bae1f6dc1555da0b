package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.model.StatusUpdates;
import io.tocsin.engine.model.Triage;
import io.tocsin.engine.model.WriteUpdate;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Declaration;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.notification.Deliveries;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What happens between two steps: it comes back, changes hands or becomes something else. */
@TocsinTest
@Tag("thorough")
class AwkwardMomentsTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final Actor COMMANDER = Actor.api("commander");

  @Autowired AlertIntake intake;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Deliveries deliveries;
  @Autowired ResponseProcess process;
  @Autowired Atomic atomic;
  @Autowired Access access;
  @Autowired TaskService tasks;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  @Test
  void nobodyDismissesWhatFiresAgainAsGone() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    response.at(T0.plusSeconds(60));
    incidentOf(signal.resolved());
    assertThat(response.open(number)).contains(Triage.Elements.TASK_DECIDE_DISMISSAL);
    response.at(T0.plusSeconds(120));
    assertThat(incidentOf(signal.firing())).isEqualTo(number);

    assertThat(response.open(number)).doesNotContain(Triage.Elements.TASK_DECIDE_DISMISSAL);
  }

  @Test
  void itIsAskedOnceMoreWhenItHasGoneOnceMore() {
    var signal = Signal.fresh();
    var number = incidentOf(signal.firing());
    response.at(T0.plusSeconds(60));
    incidentOf(signal.resolved());
    response.at(T0.plusSeconds(120));
    incidentOf(signal.firing());
    assertThat(response.ends(number, Triage.KEY)).contains(Triage.Elements.EVENT_NOT_OVER);
    // Should it go once more, it is asked once more.
    response.at(T0.plusSeconds(180));
    incidentOf(signal.resolved());
    assertThat(response.open(number)).contains(Triage.Elements.TASK_DECIDE_DISMISSAL);
  }

  @Test
  void nothingIsMergedIntoAResolvedIncident() {
    var whole = response.resolved("high", 2);
    var signal = Signal.fresh();
    var part = incidentOf(signal.firing());
    assertThatThrownBy(() -> commands.merge(part, whole, COMMANDER))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is resolved; reopen it first");
    assertThat(response.incident(part).status().responding()).isTrue();
  }

  @Test
  void anAlertJustAfterTheSignOffIsHeard() {
    var number = response.resolved("high", 2);
    response.submit(
        number,
        "Task_signOff",
        "commander",
        Map.of("signOff", true, "signOffReason", "Watched it for an hour"));
    var heard = atomic.call(() -> process.alertFiredAgain(number));
    response.runJobs(number);
    assertThat(!heard || response.open(number).contains("Task_decideReopening"))
        .as("heard %s, open %s", heard, response.open(number))
        .isTrue();
  }

  @Test
  void anUpdateHandedToTheCommanderGoesToTheNextCommander() {
    var number = response.declare("critical");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    response.fire(number, StatusUpdates.KEY, StatusUpdates.Elements.EVENT_UPDATE_OPENS, "internal");
    response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_UPDATE_OVERDUE);
    response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE);
    response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE);
    assertThat(response.task(number, WriteUpdate.Elements.TASK_WRITE_UPDATE).getAssignee())
        .isEqualTo("commander");
    commands.role(number, Role.COMMANDER, "oncall1", COMMANDER);
    response.runJobs(number);
    assertThat(response.task(number, WriteUpdate.Elements.TASK_WRITE_UPDATE).getAssignee())
        .isEqualTo("oncall1");
  }

  @Test
  void whoeverHasTakenItAgainGoesOnWithItWhenItBecomesRestricted() {
    var number = response.resolved("high", 2);
    response.at(T0.plus(Duration.ofHours(2)));
    commands.reopen(number, "It is back", COMMANDER);
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("scribe"));
    response.runJobs(number);
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("Taken again by scribe"));
    commands.security(number, "Somebody is in our systems", COMMANDER);
    response.runJobs(number);
    assertThat(access.mayRead("scribe", response.incident(number))).isTrue();
  }

  @Test
  void whoeverHasTakenItGoesOnWithItThoughAnotherWasFirst() {
    var number = firstResponder("oncall2");
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("support"));
    response.runJobs(number);
    commands.security(number, "Somebody is in our systems", COMMANDER);
    response.runJobs(number);
    assertThat(access.mayRead("support", response.incident(number))).isTrue();
  }

  private String firstResponder(String who) {
    return commands
        .declare(
            new Declaration(
                "Checkout answers with errors",
                "Half of the calls fail",
                List.of("checkout"),
                null,
                "high",
                null,
                "monitoring",
                null,
                who,
                null,
                null,
                false,
                false,
                List.of()),
            COMMANDER)
        .number();
  }

  @Test
  void tasksOfARoleWhoseHolderHasLeftAreNotGivenToThem() {
    var number = response.declare("high");
    response.runJobs(number);
    response.triage(number, 2);
    // As after a start without that person in the directory.
    jdbc.sql("update incident set technical_lead = 'gone' where number = ?").param(number).update();
    response.complete(number, "Task_assignRoles", "commander", Map.of("commander", "commander"));
    assertThat(response.task(number, "Task_investigate").getAssignee()).isNotEqualTo("gone");
  }

  @Test
  void aCommanderWhoHasLeftIsMissed() {
    var number = response.declare("high");
    response.runJobs(number);
    jdbc.sql("update incident set commander = 'gone' where number = ?").param(number).update();
    response.triage(number, 2);
    response.at(T0.plus(Duration.ofMinutes(20)));
    commands.severity(number, "1", "Worse", COMMANDER);
    response.runJobs(number);
    assertThat(
            response.open(number).contains("Task_takeCommand")
                || !"gone".equals(response.incident(number).holder(Role.COMMANDER)))
        .as("%s %s", response.open(number), response.incident(number).roles())
        .isTrue();
  }

  @Test
  void legalIsAskedOfWordsThatWaitWhenItBecomesAMatterOfSecurity() {
    var number = response.declareUnder("smartbeak", "2");
    response.runJobs(number);
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    commands.update(number, "public", "Some cannot pay", null, Actor.api("comms"));
    response.runJobs(number);
    fireReminders(number);
    response.at(T0.plusSeconds(60));
    commands.security(number, "Somebody is in our systems", COMMANDER);
    response.runJobs(number);
    fireReminders(number);
    assertThat(told(number)).anyMatch(line -> line.equals("release-due exec"));
  }

  private void fireReminders(String number) {
    for (int i = 0; i < 5; i++) {
      var now = ClockUtil.getCurrentTime().toInstant();
      var due = response.dues(number, "release-words", "Event_reminderDue");
      if (due.isEmpty() || due.get(0).isAfter(now)) {
        return;
      }
      response.fire(number, "release-words", "Event_reminderDue");
    }
  }

  private List<String> told(String number) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().startsWith("release-"))
        .map(d -> d.event() + " " + d.recipient())
        .distinct()
        .toList();
  }

  @Test
  void theDeskOffersAPauseWhenAPauseIsOver() {
    var number = response.declare("high");
    response.runJobs(number);
    response.triage(number, 2);
    response.nameRoles(number);
    commands.pause(number, T0.plus(Duration.ofMinutes(10)), "A break", COMMANDER);
    response.runJobs(number);
    response.at(T0.plus(Duration.ofMinutes(10)));
    response.fire(number, "deadlines", "Event_deadlineDue");
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("The pause is over"));
    var desk = response.task(number, "Task_command");
    assertThat(String.valueOf(tasks.getVariable(desk.getId(), "orders")))
        .contains("Pause the clocks");
  }

  private AlertIntake.Receipt receive(Alert... alerts) {
    return intake.receive("generic", Arrays.asList(alerts));
  }

  private String incidentOf(Alert alert) {
    return only(receive(alert).incidents());
  }

  private static String only(Set<String> numbers) {
    assertThat(numbers).hasSize(1);
    return numbers.iterator().next();
  }
}
