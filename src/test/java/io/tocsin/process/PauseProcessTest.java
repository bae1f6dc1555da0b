package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.model.Deadlines;
import io.tocsin.engine.model.Escalation;
import io.tocsin.engine.model.StatusUpdates;
import io.tocsin.engine.model.WriteUpdate;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Paused clocks, at the minute. Times are those of the Parsify policy. */
@TocsinTest
@Tag("thorough")
class PauseProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final Actor COMMANDER = Actor.api("commander");
  private static final String DEADLINE = Deadlines.Elements.EVENT_DEADLINE_DUE;
  private static final String OPENS = StatusUpdates.Elements.EVENT_UPDATE_OPENS;
  private static final String STEP = Escalation.Elements.EVENT_STEP_DUE;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired TaskService tasks;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  @Test
  void noClockFiresBeforeItsEnd() {
    var number = acknowledged();
    pause(number, minutes(90));

    assertThat(response.due(number, Deadlines.KEY, DEADLINE)).isEqualTo(T0.plus(minutes(90)));
    assertThat(response.dues(number, StatusUpdates.KEY, OPENS))
        .hasSize(3)
        .containsOnly(T0.plus(minutes(90)));
    assertThat(response.due(number, Escalation.KEY, STEP)).isEqualTo(T0.plus(minutes(90)));
    assertThat(response.timeline(number))
        .contains("pause: Clocks paused until 04:30 UTC: The vendor works on it");
  }

  @Test
  void endsByItselfAndTheClocksGoOnWithWhatFellDue() {
    var number = acknowledged();
    pause(number, minutes(50));
    response.fire(number, Deadlines.KEY, DEADLINE);

    assertThat(lines(number, "pause"))
        .containsExactly(
            "Clocks paused until 03:50 UTC: The vendor works on it",
            "The pause is over, the clocks run again");
    // Respond fell due in the pause; of resolve a quarter is left of the hour since declaration.
    assertThat(lines(number, "deadline"))
        .containsExactly(
            "Respond target PT15M missed, it was due 03:50 UTC",
            "Resolve target PT1H: 75 % gone, due 04:00 UTC");
    response.fire(number, Deadlines.KEY, DEADLINE);
    assertThat(lines(number, "pause")).hasSize(2);
    assertThat(lines(number, "deadline"))
        .last()
        .isEqualTo("Resolve target PT1H missed, it was due 04:00 UTC");
  }

  @Test
  void givesTimeToWriteAnUpdateThatFellDueInIt() {
    var number = acknowledged();
    pause(number, minutes(50));
    response.fire(number, StatusUpdates.KEY, OPENS, "internal");
    assertThat(response.task(number, "Task_writeUpdate").getDueDate().toInstant())
        .isEqualTo(T0.plus(minutes(55)));
    assertThat(response.due(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_UPDATE_OVERDUE))
        .isEqualTo(T0.plus(minutes(55)));
  }

  @Test
  void movesTheOpenTasks() {
    var number = acknowledged();
    response.fire(number, StatusUpdates.KEY, OPENS, "internal");
    var update = response.task(number, "Task_writeUpdate");
    pause(number, minutes(60));

    assertThat(response.task(number, "Task_writeUpdate").getId()).isEqualTo(update.getId());
    assertThat(response.task(number, "Task_writeUpdate").getDueDate().toInstant())
        .isEqualTo(T0.plus(minutes(65)));
    assertThat(response.task(number, "Task_triage").getDueDate().toInstant())
        .isEqualTo(T0.plus(minutes(60)));
    assertThat((String) tasks.getVariable(response.task(number, "Task_triage").getId(), "briefing"))
        .contains("Clocks paused until: 2026-02-10 04:00 UTC, The vendor works on it");
  }

  @Test
  void doesNotStopThePagingForAnIncidentThatNobodyHasTaken() {
    var number = response.declare("critical");
    response.runJobs(number);
    pause(number, minutes(60));
    assertThat(response.due(number, Escalation.KEY, STEP)).isEqualTo(T0.plus(minutes(5)));
    response.fire(number, Escalation.KEY, STEP);
    assertThat(response.due(number, Escalation.KEY, STEP)).isEqualTo(T0.plus(minutes(10)));
  }

  @Test
  void doesNotStopWhatAPersonAsksFor() {
    var number = acknowledged();
    pause(number, minutes(60));
    response.at(T0.plus(minutes(20)));
    commands.askForUpdate(number, "executive", "The CEO calls", COMMANDER);
    response.fire(number, StatusUpdates.KEY, OPENS, "executive");
    assertThat(response.task(number, "Task_writeUpdate").getDueDate().toInstant())
        .isEqualTo(T0.plus(minutes(25)));
  }

  @Test
  void isEndedEarlyByWhoeverResumes() {
    var number = acknowledged();
    pause(number, minutes(60));
    response.at(T0.plus(minutes(10)));
    commands.resume(number, "The vendor is done", COMMANDER);
    response.runJobs(number);

    assertThat(lines(number, "pause"))
        .containsExactly(
            "Clocks paused until 04:00 UTC: The vendor works on it",
            "Clocks resumed: The vendor is done");
    assertThat(response.incident(number).pausedUntil()).isEqualTo(T0.plus(minutes(10)));
    assertThat(response.due(number, Deadlines.KEY, DEADLINE))
        .isEqualTo(T0.plus(Duration.parse("PT11M15S")));
    assertThat(response.due(number, StatusUpdates.KEY, OPENS, "internal"))
        .isEqualTo(T0.plus(minutes(10)));
    assertThatThrownBy(() -> commands.resume(number, "Again", COMMANDER))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("are not paused");
  }

  @Test
  void isReplacedByAnother() {
    var number = acknowledged();
    pause(number, minutes(30));
    response.at(T0.plus(minutes(5)));
    pause(number, minutes(60));
    response.fire(number, Deadlines.KEY, DEADLINE);
    assertThat(lines(number, "pause"))
        .containsExactly(
            "Clocks paused until 03:30 UTC: The vendor works on it",
            "Clocks paused until 04:00 UTC: The vendor works on it",
            "The pause is over, the clocks run again");
  }

  @Test
  void tellsNothingTwiceThatWasToldBefore() {
    var number = acknowledged();
    response.fire(number, Deadlines.KEY, DEADLINE);
    response.fire(number, Deadlines.KEY, DEADLINE);
    assertThat(lines(number, "deadline")).hasSize(2);
    pause(number, minutes(30));
    response.fire(number, Deadlines.KEY, DEADLINE);
    assertThat(lines(number, "deadline")).hasSize(2);
    assertThat(response.due(number, Deadlines.KEY, DEADLINE)).isEqualTo(T0.plus(minutes(45)));
  }

  @Test
  void isOverWhenAnybodyNotesItLateEvenWithTheEngineDown() {
    var number = acknowledged();
    pause(number, minutes(30));
    response.at(T0.plus(Duration.ofHours(3)));
    response.fire(number, Deadlines.KEY, DEADLINE);
    assertThat(lines(number, "pause")).hasSize(2);
    assertThat(lines(number, "deadline"))
        .containsExactly(
            "Respond target PT15M missed, it was due 03:30 UTC",
            "Resolve target PT1H missed, it was due 04:00 UTC");
  }

  @Test
  void endsWithTheResponse() {
    var number = acknowledged();
    pause(number, minutes(60));
    response.at(T0.plus(minutes(20)));
    commands.dismiss(number, "A test", COMMANDER);
    assertThat(response.incident(number).pausedUntil()).isEqualTo(T0.plus(minutes(20)));
    assertThat(lines(number, "pause")).last().isEqualTo("The pause is over: dismissed");
    assertThatThrownBy(() -> pause(number, minutes(60))).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> commands.resume(number, "x", COMMANDER))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void hasAnEndThatLiesAheadAndNotTooFar() {
    var number = acknowledged();
    assertThatThrownBy(() -> pause(number, minutes(0)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lies in the past");
    assertThatThrownBy(() -> pause(number, minutes(241)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("PT4H");
    pause(number, minutes(240));
    assertThat(response.incident(number).pausedUntil()).isEqualTo(T0.plus(minutes(240)));
  }

  @Test
  void theDeskOffersAPauseAgainWhenOneIsOver() {
    var number = response.declare("high");
    response.runJobs(number);
    response.triage(number, 2);
    response.nameRoles(number);
    pause(number, minutes(10));
    assertThat(orders(number)).doesNotContain("Pause the clocks");
    response.at(T0.plus(minutes(10)));
    response.fire(number, Deadlines.KEY, DEADLINE);
    assertThat(orders(number)).contains("Pause the clocks");
  }

  private String orders(String number) {
    var desk = response.task(number, "Task_command");
    return String.valueOf(tasks.getVariable(desk.getId(), "orders"));
  }

  private String acknowledged() {
    var number = response.declare("critical");
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("oncall1"));
    return number;
  }

  private void pause(String number, Duration until) {
    commands.pause(number, T0.plus(until), "The vendor works on it", COMMANDER);
    response.runJobs(number);
  }

  private List<String> lines(String number, String kind) {
    return response.timeline(number).stream()
        .filter(line -> line.startsWith(kind + ": "))
        .map(line -> line.substring(kind.length() + 2))
        .toList();
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }
}
