package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.model.StatusUpdates;
import io.tocsin.engine.model.WriteUpdate;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.UpdateClock;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The clock of the updates, at the minute. Times are those of the Parsify policy. */
@TocsinTest
@Tag("thorough")
class StatusUpdatesProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final Actor COMMS = Actor.api("comms");
  private static final Actor COMMANDER = Actor.api("commander");
  private static final String TASK = WriteUpdate.Elements.TASK_WRITE_UPDATE;
  private static final String OVERDUE = WriteUpdate.Elements.EVENT_UPDATE_OVERDUE;
  private static final String TIMER = StatusUpdates.Elements.EVENT_UPDATE_OPENS;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired io.tocsin.incident.StatusUpdates updates;
  @Autowired TaskService tasks;
  @Autowired JdbcClient jdbc;
  @Autowired UpdateClock updateClock;
  @Autowired Deliveries deliveries;
  @Autowired ManagementService management;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  @Test
  void opensTheTaskFiveMinutesBeforeTheDeadline() {
    var number = response.declare("critical");
    // each audience: first one owed after 15 minutes
    assertThat(response.due(number, StatusUpdates.KEY, TIMER)).isEqualTo(T0.plus(minutes(10)));
    response.fire(number, StatusUpdates.KEY, TIMER);
    var task = response.task(number, "Task_writeUpdate");
    assertThat(task.getDueDate().toInstant()).isEqualTo(T0.plus(minutes(15)));
    assertThat(task.getName())
        .startsWith(number + " · Severity 1 · Write the status update (")
        .matches(".*\\((internal|executive|public)\\)");
    commands.severity(number, "2", "Less than it seemed", Actor.api("commander"));
    assertThat(response.task(number, "Task_writeUpdate").getName())
        .startsWith(number + " · Severity 2 · Write the status update (");
    assertThat((String) tasks.getVariable(task.getId(), "updateText"))
        .contains("Checkout answers with errors");
  }

  @Test
  void givesATaskItsNameWhateverSomebodyHasCalledItMeanwhile() {
    var number = response.declare("critical");
    response.fire(number, StatusUpdates.KEY, TIMER);
    var task = response.task(number, "Task_writeUpdate");
    task.setName("Mine");
    tasks.saveTask(task);
    commands.severity(number, "2", "Less than it seemed", COMMANDER);

    assertThat(response.task(number, "Task_writeUpdate").getName())
        .startsWith(number + " · Severity 2 · Write the status update (");
  }

  @Test
  void forgetsAfterAReopeningWhatWasPromisedForTheTimeBetween() {
    var number = response.declare("critical");
    response.runJobs(number);
    commands.update(number, "internal", "We are on it", T0.plus(minutes(30)), COMMS);
    response.triage(number, 1);
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
    response.at(T0.plus(Duration.ofHours(20)));
    commands.reopen(number, "It is back", COMMANDER);

    assertThat(updateClock.dueAt(response.incident(number), "internal"))
        .contains(T0.plus(Duration.ofHours(20)).plus(minutes(30)));
  }

  @Test
  void answersARequestThatTheResolutionCutShortAfterTheReopening() {
    var number = response.resolved("critical", 1);
    jdbc.sql(
            "insert into update_request (incident, audience, reason, requested_by, at)"
                + " values (?, 'executive', 'The board asks', 'manager', ?)")
        .params(number, Timestamp.from(T0))
        .update();
    var reopened = T0.plus(Duration.ofHours(20));
    response.at(reopened);
    commands.reopen(number, "It is back", COMMANDER);

    assertThat(updateClock.dueAt(response.incident(number), "executive"))
        .contains(reopened.plus(minutes(5)));
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
    response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_UPDATE_OVERDUE);
    assertThat(response.passed(number, "Task_tellUpdateOverdue")).isEqualTo(1);
    assertThat(updates.late(number)).as("once for each due time").hasSize(1);
    assertThat(response.open(number)).contains("Task_writeUpdate");
  }

  @Test
  void remindsOfAnOverdueUpdateAndHandsItToTheCommander() {
    var number = response.declare("critical");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    response.claim(number, TASK, "comms");
    response.fire(number, WriteUpdate.KEY, OVERDUE);
    var reminder = WriteUpdate.Elements.EVENT_REMINDER_DUE;

    response.fire(number, WriteUpdate.KEY, reminder);
    assertThat(told(number, "update-nag")).containsOnly(T0.plus(minutes(20)));
    assertThat(response.task(number, TASK).getAssignee()).isEqualTo("comms");

    response.fire(number, WriteUpdate.KEY, reminder);
    assertThat(told(number, "update-handed-over")).containsOnly(T0.plus(minutes(25)));
    assertThat(response.task(number, TASK).getAssignee()).isEqualTo("commander");
    // Overdue for ten minutes: the next one after ten more, then after twenty.
    response.fire(number, WriteUpdate.KEY, reminder);
    assertThat(response.due(number, WriteUpdate.KEY, reminder)).isEqualTo(T0.plus(minutes(55)));

    response.complete(number, TASK, "commander", Map.of("updateText", "We are on it"));
    assertThat(response.waits(number, WriteUpdate.KEY, reminder)).isFalse();
  }

  @Test
  void putsNoReminderOffWhenClocksAreSetAnew() {
    var number = response.declare("critical");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    response.fire(number, WriteUpdate.KEY, OVERDUE);
    var reminder = WriteUpdate.Elements.EVENT_REMINDER_DUE;

    changeClocksAt(number, T0.plus(minutes(18)));
    assertThat(response.due(number, WriteUpdate.KEY, reminder)).isEqualTo(T0.plus(minutes(20)));
    response.fire(number, WriteUpdate.KEY, reminder);
    changeClocksAt(number, T0.plus(minutes(23)));
    assertThat(response.due(number, WriteUpdate.KEY, reminder)).isEqualTo(T0.plus(minutes(25)));
    response.fire(number, WriteUpdate.KEY, reminder);
    assertThat(told(number, "update-handed-over")).containsOnly(T0.plus(minutes(25)));
    changeClocksAt(number, T0.plus(minutes(30)));
    assertThat(response.due(number, WriteUpdate.KEY, reminder)).isEqualTo(T0.plus(minutes(35)));
    assertThat(told(number, "update-nag")).containsOnly(T0.plus(minutes(20)));
  }

  @Test
  void makesUpForTheHandOverThatCameTooLate() {
    var number = response.declare("critical");
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    response.fire(number, WriteUpdate.KEY, OVERDUE);
    // Its timer has not been fired when the clocks are set anew.
    changeClocksAt(number, T0.plus(minutes(40)));
    response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE);
    assertThat(told(number, "update-handed-over")).containsOnly(T0.plus(minutes(40)));
    assertThat(told(number, "update-nag")).isEmpty();
  }

  @Test
  void countsAReminderThatAnOlderNodeHasNotKeptAsOfNow() {
    var number = response.declare("critical");
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    response.fire(number, WriteUpdate.KEY, OVERDUE);
    jdbc.sql("update update_overdue set reminded_at = null where incident = ?")
        .param(number)
        .update();
    changeClocksAt(number, T0.plus(minutes(18)));
    assertThat(response.due(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE))
        .isEqualTo(T0.plus(minutes(23)));
    changeClocksAt(number, T0.plus(minutes(22)));
    assertThat(response.due(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE))
        .isEqualTo(T0.plus(minutes(23)));
  }

  private void changeClocksAt(String number, Instant time) {
    response.at(time);
    commands.askForUpdate(number, "internal", "The board asks", COMMANDER);
    response.runJobs(number);
    response.fire(number, WriteUpdate.KEY, OVERDUE);
  }

  @Test
  void handsAnOverdueUpdateToNobodyWhoHasLeft() {
    var number = response.declare("critical");
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    response.fire(number, WriteUpdate.KEY, OVERDUE);
    jdbc.sql("update incident set commander = 'gone' where number = ?").param(number).update();
    for (int i = 0; i < 2; i++) {
      response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE);
    }
    assertThat(told(number, "update-handed-over")).isNotEmpty();
    assertThat(response.task(number, TASK).getAssignee()).isNotEqualTo("gone");
  }

  @Test
  void handsItOverOnceInARestrictedIncidentTooAndToNobodyWhoMayNotReadIt() {
    var number = response.declareUnder("parsify", "1", true, false);
    commands.role(number, Role.COMMANDER, "commander", Actor.api("security"));
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    response.fire(number, WriteUpdate.KEY, OVERDUE);
    for (int i = 0; i < 4; i++) {
      response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE);
    }
    assertThat(response.task(number, TASK).getAssignee()).isEqualTo("commander");
    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains("goes to the commander"))
        .hasSize(1);
  }

  private List<Instant> told(String number, String event) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals(event))
        .map(Delivery::createdAt)
        .toList();
  }

  @Test
  void isReArmedByAnUpdateWrittenOverTheApi() {
    var number = response.declare("critical");
    response.at(T0.plus(minutes(4)));
    commands.update(number, "executive", "The CTO knows", null, COMMS);
    response.runJobs(number);
    // executive: again 15 minutes after the last one; the others: still from declaration
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER))
        .containsExactly(T0.plus(minutes(10)), T0.plus(minutes(10)), T0.plus(minutes(14)));
  }

  @Test
  void keepsAPromiseThatComesBeforeTheDeadline() {
    var number = response.declare("critical");
    commands.update(number, "executive", "We know more soon", T0.plus(minutes(8)), COMMS);
    response.runJobs(number);
    // half of the wait for the promise at 8 minutes, and the others as before
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER))
        .containsExactly(T0.plus(minutes(4)), T0.plus(minutes(10)), T0.plus(minutes(10)));
  }

  @Test
  void withdrawsTheTaskWhenTheUpdateCameOverTheApi() {
    var number = response.declare("critical");
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    response.fire(number, StatusUpdates.KEY, TIMER, "executive");
    assertThat(response.open(number)).containsSequence("Task_writeUpdate", "Task_writeUpdate");
    commands.update(number, "internal", "On it", null, COMMS);
    response.runJobs(number);
    assertThat(response.open(number)).containsOnlyOnce("Task_writeUpdate");
  }

  @Test
  void isReArmedAtOnceByAChangeOfSeverity() {
    var number = response.declare("medium");
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER))
        .containsExactly(T0.plus(minutes(115)), T0.plus(minutes(115)), T0.plus(minutes(115)));
    response.at(T0.plus(minutes(3)));
    commands.severity(number, "1", "It spreads", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER))
        .containsExactly(T0.plus(minutes(10)), T0.plus(minutes(10)), T0.plus(minutes(10)));
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
  void sendsWhatIsWrittenToThePublic() {
    var number = response.declare("critical");
    commands.update(number, "public", "We are looking into it", null, COMMS);
    response.runJobs(number);
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

  @Test
  void keepsAClockForThePublicToo() {
    var number = response.declare("high");
    // the first one after 30 minutes, later ones every hour
    assertThat(response.due(number, StatusUpdates.KEY, TIMER, "public"))
        .isEqualTo(T0.plus(minutes(25)));
    response.at(T0.plus(minutes(20)));
    commands.update(number, "public", "We are looking into it", null, COMMS);
    response.runJobs(number);
    assertThat(response.due(number, StatusUpdates.KEY, TIMER, "public"))
        .isEqualTo(T0.plus(minutes(75)));
    assertThat(response.due(number, StatusUpdates.KEY, TIMER, "internal"))
        .isEqualTo(T0.plus(minutes(25)));
  }

  @Test
  void owesThePublicNothingUntilSomethingIsPostedWhereThePolicyLeavesItOpen() {
    var number = response.declare("low");
    assertThat(response.dues(number, StatusUpdates.KEY, TIMER)).hasSize(2);
    commands.update(number, "public", "A button is in the wrong place", null, COMMS);
    response.runJobs(number);
    assertThat(response.due(number, StatusUpdates.KEY, TIMER, "public"))
        .isEqualTo(T0.plus(Duration.ofDays(1)).minus(minutes(5)));
  }

  @Test
  void givesAPersonAMomentForWhatThePolicyWantsAtOnce() {
    var number = response.declareUnder("smartbeak", "critical");
    response.fire(number, StatusUpdates.KEY, TIMER, "public");
    assertThat(response.task(number, TASK).getDueDate().toInstant()).isEqualTo(T0.plus(minutes(5)));
  }

  @Test
  void movesTheOpenTaskWithTheSeverityAndKeepsWhoeverWrites() {
    var number = response.declare("high");
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    var task = response.task(number, TASK);
    assertThat(task.getDueDate().toInstant()).isEqualTo(T0.plus(minutes(30)));
    response.claim(number, TASK, "comms");

    // up: 15 minutes from declaration, which have passed
    commands.severity(number, "1", "It spreads", COMMANDER);
    response.runJobs(number);
    assertThat(response.task(number, TASK).getId()).isEqualTo(task.getId());
    assertThat(response.task(number, TASK).getAssignee()).isEqualTo("comms");
    assertThat(response.task(number, TASK).getDueDate().toInstant())
        .isEqualTo(T0.plus(minutes(15)));
    assertThat(response.due(number, WriteUpdate.KEY, OVERDUE)).isEqualTo(T0.plus(minutes(15)));
    response.fire(number, WriteUpdate.KEY, OVERDUE);
    var told = overdue(number);
    assertThat(told).isPositive();

    // down: 2 hours from declaration
    commands.severity(number, "3", "Only the reports", COMMANDER);
    assertThat(response.task(number, TASK).getAssignee()).isEqualTo("comms");
    assertThat(response.task(number, TASK).getDueDate().toInstant())
        .isEqualTo(T0.plus(minutes(120)));
    assertThat(response.due(number, WriteUpdate.KEY, OVERDUE)).isEqualTo(T0.plus(minutes(120)));

    // and up again: that due time was told already
    commands.severity(number, "1", "All of it", COMMANDER);
    response.fire(number, WriteUpdate.KEY, OVERDUE);
    assertThat(overdue(number)).isEqualTo(told);
  }

  @Test
  void countsACadenceFromTheChangeOfSeverity() {
    var number = response.declare("high");
    commands.update(number, "internal", "We are on it", null, COMMS);
    response.at(T0.plus(minutes(40)));
    commands.severity(number, "1", "It spreads", COMMANDER);
    response.runJobs(number);
    // every 30 minutes now, from the change
    assertThat(response.due(number, StatusUpdates.KEY, TIMER, "internal"))
        .isEqualTo(T0.plus(minutes(65)));
    commands.severity(number, "3", "Only the reports", COMMANDER);
    response.runJobs(number);
    assertThat(response.due(number, StatusUpdates.KEY, TIMER, "internal"))
        .isEqualTo(T0.plus(minutes(40 + 240 - 5)));
  }

  @Test
  void withdrawsTheTaskWhenNothingIsOwedAnyMore() {
    var number = response.declareUnder("storefront", "medium");
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    assertThat(response.open(number)).contains(TASK);
    commands.severity(number, "4", "Cosmetic", COMMANDER);
    response.runJobs(number);
    assertThat(response.open(number)).doesNotContain(TASK);
    assertThat(response.ends(number, WriteUpdate.KEY))
        .containsExactly(WriteUpdate.Elements.EVENT_NO_LONGER_OWED);

    commands.severity(number, "3", "Not only", COMMANDER);
    assertThat(response.due(number, StatusUpdates.KEY, TIMER, "internal"))
        .isEqualTo(T0.plus(minutes(115)));
  }

  @Test
  void opensATaskForAnUpdateThatIsAskedFor() {
    var number = response.declareUnder("subjunctive", "low");
    assertThat(response.waits(number, StatusUpdates.KEY, TIMER)).as("as needed").isFalse();
    response.at(T0.plus(minutes(7)));
    commands.askForUpdate(number, "executive", "The board meets at noon", COMMANDER);
    response.fire(number, StatusUpdates.KEY, TIMER);

    var task = response.task(number, TASK);
    assertThat(task.getDueDate().toInstant()).isEqualTo(T0.plus(minutes(12)));
    assertThat(task.getName()).endsWith("(executive)");
    assertThat((String) tasks.getVariable(task.getId(), "briefing"))
        .contains("asked for by")
        .contains("The board meets at noon");
    assertThat(response.timeline(number))
        .contains("update: Update (executive) asked for: The board meets at noon");
    assertThat(deliveries.of(number))
        .anyMatch(
            d -> d.event().equals("update-due") && d.body().contains("The board meets at noon"));

    response.at(T0.plus(minutes(9)));
    commands.askForUpdate(number, "executive", "The CFO too", Actor.api("oncall1"));
    assertThat(response.task(number, TASK).getId()).isEqualTo(task.getId());
    assertThat((String) tasks.getVariable(task.getId(), "briefing")).contains("The CFO too");
    assertThat(response.due(number, WriteUpdate.KEY, OVERDUE)).isEqualTo(T0.plus(minutes(12)));

    response.complete(number, TASK, "comms", Map.of("updateText", "Nothing is broken"));
    assertThat(response.open(number)).doesNotContain(TASK);
    assertThat(response.waits(number, StatusUpdates.KEY, TIMER)).isFalse();
    assertThat(briefingOf(number, "Task_triage")).doesNotContain("asked for");
  }

  @Test
  void asksAgainBeforeThePublicReadsWhatIsOfTheHouse() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    response.fire(number, StatusUpdates.KEY, TIMER, "public");
    var words = new HashMap<String, Object>();
    words.put("publicTitle", "Trouble");
    words.put("updateText", "Chidi Okafor looks at 10.0.0.7");
    assertThatThrownBy(() -> response.submit(number, TASK, "comms", words))
        .hasMessageContaining("updateText: everybody would read '10.0.0.7', 'Chidi Okafor'");
    words.put("updateText", "We look into it");
    words.put("publicTitle", "Trouble at 10.0.0.7");
    assertThatThrownBy(() -> response.submit(number, TASK, "comms", words))
        .hasMessageContaining("publicTitle: everybody would read '10.0.0.7'");
    words.put("publicAnyway", true);
    response.complete(number, TASK, "comms", words);
    assertThat(response.open(number)).doesNotContain(TASK);
  }

  @Test
  void pullsAnOpenTaskForwardWhenSomebodyAsks() {
    var number = response.declare("high");
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    response.at(T0.plus(minutes(24)));
    commands.askForUpdate(number, "internal", "Support is asked by everybody", COMMANDER);
    assertThat(response.task(number, TASK).getDueDate().toInstant())
        .isEqualTo(T0.plus(minutes(29)));
    commands.update(number, "internal", "Still looking", null, COMMS);
    response.runJobs(number);
    assertThat(response.open(number)).doesNotContain(TASK);
    assertThat(response.due(number, StatusUpdates.KEY, TIMER, "internal"))
        .isEqualTo(T0.plus(minutes(24 + 60 - 5)));
  }

  @Test
  void sendsAnUpdateThatIsHandedInJustBeforeTheResolution() {
    var number = beforeVerification();
    response.fire(number, StatusUpdates.KEY, TIMER, "internal");
    // Both in a row, before any job runs.
    response.submit(number, TASK, "comms", Map.of("updateText", "It is mended, we verify"));
    response.submit(
        number, "Task_verify", "techlead", Map.of("verifyChoice", "yes", "verifyNote", "Bought"));
    runJobsBut(number, WriteUpdate.KEY);

    assertThat(response.incident(number).resolvedAt()).isNotNull();
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("status-update-internal"))
        .isNotEmpty()
        .allMatch(delivery -> delivery.body().contains("It is mended, we verify"))
        .extracting(delivery -> delivery.recipient() + delivery.channel())
        .doesNotHaveDuplicates();
  }

  private String beforeVerification() {
    var number = response.declare("critical");
    response.runJobs(number);
    response.triage(number, 1);
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    return number;
  }

  @Test
  void whatWasHandedToTheCommanderFollowsTheCommand() {
    var number = response.declare("critical");
    commands.role(number, Role.COMMANDER, "commander", COMMANDER);
    response.fire(number, StatusUpdates.KEY, StatusUpdates.Elements.EVENT_UPDATE_OPENS, "internal");
    response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_UPDATE_OVERDUE);
    response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE);
    response.fire(number, WriteUpdate.KEY, WriteUpdate.Elements.EVENT_REMINDER_DUE);
    assertThat(response.task(number, TASK).getAssignee()).isEqualTo("commander");
    commands.role(number, Role.COMMANDER, "oncall1", COMMANDER);
    response.runJobs(number);
    assertThat(response.task(number, TASK).getAssignee()).isEqualTo("oncall1");
  }

  /** Runs the jobs except those of one process, as when their turn has not come. */
  private void runJobsBut(String number, String process) {
    for (int i = 0; i < 100; i++) {
      var job =
          response.jobs(number).stream()
              .filter(j -> !j.getProcessDefinitionKey().equals(process))
              .filter(j -> management.createJobQuery().jobId(j.getId()).timers().count() == 0)
              .findFirst();
      if (job.isEmpty()) {
        return;
      }
      management.executeJob(job.get().getId());
    }
  }

  private String briefingOf(String number, String task) {
    return (String) tasks.getVariable(response.task(number, task).getId(), "briefing");
  }

  private long overdue(String number) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals("update-overdue"))
        .count();
  }
}
