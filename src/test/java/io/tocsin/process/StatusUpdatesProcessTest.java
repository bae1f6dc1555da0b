package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.model.StatusUpdates;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.notification.Deliveries;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The clock of the updates, at the minute. Times are those of the Parsify policy. */
@TocsinTest
class StatusUpdatesProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final Actor COMMS = Actor.api("comms");
  private static final String TIMER = StatusUpdates.Elements.EVENT_UPDATE_OPENS;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired TaskService tasks;
  @Autowired Deliveries deliveries;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  @Test
  void opensTheTaskFiveMinutesBeforeTheDeadline() {
    var number = response.declare("critical");
    // internal and executive: first one owed after 15 minutes
    assertThat(response.due(number, StatusUpdates.KEY, TIMER)).isEqualTo(T0.plus(minutes(10)));
    response.fire(number, StatusUpdates.KEY, TIMER);
    var task = response.task(number, "Task_writeUpdate");
    assertThat(task.getDueDate().toInstant()).isEqualTo(T0.plus(minutes(15)));
    assertThat(task.getName())
        .startsWith(number + " · Severity 1 · Write the status update (")
        .matches(".*\\((internal|executive)\\)");
    commands.severity(number, "2", "Less than it seemed", Actor.api("commander"));
    assertThat(response.task(number, "Task_writeUpdate").getName())
        .startsWith(number + " · Severity 2 · Write the status update (");
    assertThat((String) tasks.getVariable(task.getId(), "updateText"))
        .contains("Checkout answers with errors");
  }

  @Test
  void sendsWhatWasWrittenAndWaitsForTheNextOne() {
    var number = response.declare("critical");
    response.fire(number, StatusUpdates.KEY, TIMER);
    var audience =
        (String) tasks.getVariable(response.task(number, "Task_writeUpdate").getId(), "audience");
    response.complete(number, "Task_writeUpdate", "comms", Map.of("updateText", "We are on it"));

    assertThat(response.timeline(number))
        .contains("update: Update (" + audience + "): We are on it");
    assertThat(response.passed(number, "Task_sendUpdate")).isEqualTo(1);
    assertThat(response.open(number)).doesNotContain("Task_writeUpdate");
    assertThat(response.waits(number, StatusUpdates.KEY, TIMER)).isTrue();
  }

  @Test
  void nagsWhenTheDeadlineHasPassedAndKeepsTheTask() {
    var number = response.declare("critical");
    response.fire(number, StatusUpdates.KEY, TIMER);
    response.fire(number, StatusUpdates.KEY, StatusUpdates.Elements.EVENT_UPDATE_OVERDUE);
    assertThat(response.passed(number, "Task_tellUpdateOverdue")).isEqualTo(1);
    assertThat(response.open(number)).contains("Task_writeUpdate");
  }

  @Test
  void isReArmedByAnUpdateWrittenOverTheApi() {
    var number = response.declare("critical");
    response.at(T0.plus(minutes(4)));
    commands.update(number, "executive", "The CTO knows", null, COMMS);
    response.runJobs(number);
    // executive: again 15 minutes after the last one; internal: still from declaration
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER))
        .containsExactly(T0.plus(minutes(10)), T0.plus(minutes(14)));
  }

  @Test
  void keepsAPromiseThatComesBeforeTheDeadline() {
    var number = response.declare("critical");
    commands.update(number, "executive", "We know more soon", T0.plus(minutes(8)), COMMS);
    response.runJobs(number);
    // half of the wait for the promise at 8 minutes, and the internal one as before
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER))
        .containsExactly(T0.plus(minutes(4)), T0.plus(minutes(10)));
  }

  @Test
  void withdrawsTheTaskWhenTheUpdateCameOverTheApi() {
    var number = response.declare("critical");
    response.fire(number, StatusUpdates.KEY, TIMER);
    response.fire(number, StatusUpdates.KEY, TIMER);
    assertThat(response.open(number)).containsSequence("Task_writeUpdate", "Task_writeUpdate");
    commands.update(number, "internal", "On it", null, COMMS);
    response.runJobs(number);
    assertThat(response.open(number)).containsOnlyOnce("Task_writeUpdate");
  }

  @Test
  void isReArmedAtOnceByAChangeOfSeverity() {
    var number = response.declare("medium");
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER))
        .containsExactly(T0.plus(minutes(115)), T0.plus(minutes(115)));
    response.at(T0.plus(minutes(3)));
    commands.severity(number, "1", "It spreads", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER))
        .containsExactly(T0.plus(minutes(10)), T0.plus(minutes(10)));
  }

  @Test
  void promisesNothingAfterTheResolution() {
    var number = response.resolved("critical", 1);
    assertThat(response.waits(number, StatusUpdates.KEY, TIMER)).isFalse();
    assertThat(response.open(number)).doesNotContain("Task_writeUpdate");
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void sendsAtOnceWhatNoClockWaitsFor() {
    var number = response.declare("critical");
    commands.update(number, "public", "We are looking into it", null, COMMS);
    assertThat(deliveries.of(number))
        .anyMatch(delivery -> delivery.event().equals("status-update-public"));
  }

  @Test
  void sendsWhatIsWrittenAfterTheResolution() {
    var number = response.resolved("critical", 1);
    commands.update(number, "internal", "Orders of the night are being repeated", null, COMMS);
    assertThat(deliveries.of(number))
        .anyMatch(delivery -> delivery.body().contains("Orders of the night"));
  }
}
