package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.model.FindCommander;
import io.tocsin.engine.model.Recover;
import io.tocsin.engine.model.Roles;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.support.FakeServices;
import io.tocsin.support.Locks;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The watch between resolved and closed. */
@TocsinTest
@Tag("thorough")
class RecoverProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final String TIMER = Recover.Elements.EVENT_CHECK_DUE;

  @Autowired ResponseProcess process;
  @Autowired Atomic atomic;
  @Autowired Response response;
  @Autowired WireMockServer services;
  @Autowired IncidentCommands commands;
  @Autowired Deliveries deliveries;
  @Autowired JdbcClient jdbc;

  @BeforeEach
  void atThreeInTheMorning() {
    response.at(T0);
  }

  @AfterEach
  void heal() {
    FakeServices.heal(services, "checkout");
  }

  @Test
  void checksTwelveTimesEveryFiveMinutesThenHourlyUntilADayHasPassed() {
    var number = response.resolved("high", 2);
    var resolved = response.incident(number).resolvedAt();
    for (int check = 1; check <= 12; check++) {
      assertThat(response.due(number, Recover.KEY, TIMER))
          .isEqualTo(resolved.plus(Duration.ofMinutes(5L * check)));
      response.fire(number, Recover.KEY, TIMER);
    }
    assertThat(response.due(number, Recover.KEY, TIMER))
        .isEqualTo(resolved.plus(Duration.ofHours(2)));
    var checks = 12;
    while (response.waits(number, Recover.KEY, TIMER)) {
      response.fire(number, Recover.KEY, TIMER);
      checks++;
    }
    assertThat(checks).isEqualTo(12 + 23);
    assertThat(response.passed(number, "Task_tellWatchOver")).isEqualTo(1);
    assertThat(response.open(number)).contains("Task_signOff");
  }

  @Test
  void asksForAReasonBeforeTheWatchIsOverAndNoneAfterwards() {
    var number = response.resolved("high", 2);
    assertThatThrownBy(
            () -> response.submit(number, "Task_signOff", "commander", Map.of("signOff", true)))
        .hasMessageContaining("signOffReason: the watch runs until");
    response.at(response.incident(number).resolvedAt().plus(Duration.ofHours(24)));
    response.complete(number, "Task_signOff", "commander", Map.of("signOff", true));
    assertThat(response.open(number)).contains("Task_writeReview").doesNotContain("Task_signOff");
  }

  @Test
  void asksTheCommanderWhenACheckFailsAndWatchesOnIfTheySaySo() {
    var number = response.resolved("high", 2);
    FakeServices.breakDown(services, "checkout");
    response.fire(number, Recover.KEY, TIMER);
    assertThat(response.open(number)).contains("Task_decideReopening", "Task_signOff");
    assertThat(told(number, "reopening-asked")).isEqualTo(1);
    response.complete(
        number,
        "Task_decideReopening",
        "commander",
        Map.of("reopenChoice", "no", "reopenReason", "A deployment restarted it"));
    assertThat(response.waits(number, Recover.KEY, TIMER)).isTrue();
    // The next doubt is another one.
    response.fire(number, Recover.KEY, TIMER);
    assertThat(response.open(number)).contains("Task_decideReopening");
    assertThat(told(number, "reopening-asked")).isEqualTo(2);
  }

  @Test
  void whoDecidesAndWhoeverIsOnCallHearThatAnAlertFiresAgain() {
    var number = response.resolved("high", 2);
    response.alertFiresAgain(number);
    response.runJobs(number);
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("reopening-asked"))
        .allMatch(delivery -> delivery.state() == Delivery.State.SENT)
        .extracting(Delivery::recipient)
        .contains("commander")
        .containsAnyOf("oncall1", "oncall2");
    // While somebody has to decide, it is not asked again.
    response.alertFiresAgain(number);
    assertThat(told(number, "reopening-asked")).isEqualTo(1);
  }

  @Test
  void reopensByItselfWhenNobodyDecidesAndCallsWhoeverIsOnCall() {
    var number = response.resolved("high", 2);
    var before = paged(number);
    response.at(T0.plus(Duration.ofHours(3)));
    response.alertFiresAgain(number);
    response.runJobs(number);
    // As long as a new incident of this level may wait to be acknowledged.
    var due = T0.plus(Duration.ofHours(3)).plus(Duration.ofMinutes(5));
    assertThat(response.due(number, Recover.KEY, Recover.Elements.EVENT_UNDECIDED)).isEqualTo(due);
    assertThat(response.task(number, "Task_decideReopening").getDueDate().toInstant())
        .isEqualTo(due);
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("reopening-asked"))
        .filteredOn(delivery -> delivery.channel().equals("email"))
        .isNotEmpty()
        .allMatch(delivery -> delivery.body().contains("without a decision it is reopened then"));

    response.fire(number, Recover.KEY, Recover.Elements.EVENT_UNDECIDED);
    response.runJobs(number);

    var incident = response.incident(number);
    assertThat(incident.status()).isEqualTo(Status.INVESTIGATING);
    assertThat(incident.reopenings()).isEqualTo(1);
    assertThat(incident.takenAt()).isNull();
    // Who did not answer commands no longer: no task waits for them.
    assertThat(incident.holder(Role.COMMANDER)).isNull();
    assertThat(incident.holder(Role.TECHNICAL_LEAD)).isEqualTo("techlead");
    assertThat(response.task(number, "Task_assignRoles").getAssignee()).isNull();
    assertThat(response.open(number)).doesNotContain("Task_decideReopening", "Task_signOff");
    assertThat(told(number, "reopened")).isEqualTo(1);
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("reopened"))
        .filteredOn(delivery -> delivery.channel().equals("email"))
        .isNotEmpty()
        .allMatch(
            delivery ->
                delivery.body().contains("Reason: it may be back, and nobody decided on it"));
    assertThat(paged(number)).isGreaterThan(before);

    response.claim(number, "Task_assignRoles", "commander");
    assertThat(response.incident(number).takenAt()).isNotNull();
  }

  @Test
  void whoSleptThroughTheQuestionIsNotGivenTheCommandBackBeforeTheyAnswer() {
    var number = response.resolved("high", 2);
    response.at(T0.plus(Duration.ofHours(3)));
    response.alertFiresAgain(number);
    response.runJobs(number);
    response.fire(number, Recover.KEY, Recover.Elements.EVENT_UNDECIDED);
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("oncall1"));
    response.runJobs(number);

    response.fire(number, Roles.KEY, Roles.Elements.EVENT_COMMAND_DUE);
    assertThat(response.incident(number).holder(Role.COMMANDER)).isNull();
    assertThat(response.open(number)).contains(FindCommander.Elements.TASK_TAKE_COMMAND);
    assertThat(response.task(number, "Task_assignRoles").getAssignee()).isNull();
    assertThat(told(number, "commander-missing")).isEqualTo(1);

    // Somebody else has taken it; this says only that they are here.
    commands.acknowledge(number, Actor.api("commander"));
    response.runJobs(number);
    response.fire(number, FindCommander.KEY, FindCommander.Elements.EVENT_CALL_DUE);
    assertThat(response.incident(number).holder(Role.COMMANDER)).isEqualTo("commander");
  }

  @Test
  void anotherSeverityGivesAnotherTimeToDecide() {
    var number = response.resolvedUnder("betabaddies", 3);
    var asked = response.incident(number).resolvedAt().plus(Duration.ofHours(3));
    response.at(asked);
    response.alertFiresAgain(number);
    response.runJobs(number);
    var task = response.task(number, "Task_decideReopening").getId();
    assertDecidedBy(number, asked.plus(Duration.ofHours(1)));

    response.at(asked.plus(Duration.ofMinutes(2)));
    commands.severity(number, "2", "More are hit", Actor.api("commander"));
    assertDecidedBy(number, asked.plus(Duration.ofMinutes(15)));
    commands.severity(number, "3", "Fewer are hit", Actor.api("commander"));
    assertDecidedBy(number, asked.plus(Duration.ofHours(1)));

    // Five minutes from the doubt are over by now: a moment is left to answer.
    response.at(asked.plus(Duration.ofMinutes(20)));
    commands.severity(number, "1", "All are hit", Actor.api("commander"));
    assertDecidedBy(number, asked.plus(Duration.ofMinutes(25)));
    assertThat(response.task(number, "Task_decideReopening").getId()).isEqualTo(task);

    response.fire(number, Recover.KEY, Recover.Elements.EVENT_UNDECIDED);
    assertThat(response.incident(number).reopenings()).isEqualTo(1);
  }

  private void assertDecidedBy(String number, Instant due) {
    assertThat(response.due(number, Recover.KEY, Recover.Elements.EVENT_UNDECIDED)).isEqualTo(due);
    assertThat(response.task(number, "Task_decideReopening").getDueDate().toInstant())
        .isEqualTo(due);
  }

  @Test
  void whoeverWasToldHearsThatItIsOverThoughItHasBecomeSmaller() {
    var number = response.declareUnder("storefront", "1");
    response.runJobs(number);
    response.triage(number, 1);
    response.runJobs(number);
    assertThat(hear(number, "path-executives")).contains("cto", "exec");
    commands.severity(number, "3", "Few are hit", Actor.api("commander"));
    response.nameRoles(number);
    response.investigate(number);
    response.rollBack(number);
    response.passGate(number);
    response.verify(number);
    response.runJobs(number);
    assertThat(hear(number, "resolved")).contains("cto", "exec", "oncall1", "engineering");
    // Each once by one way: who is named anyway, too.
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> delivery.event().equals("resolved"))
        .extracting(delivery -> delivery.recipient() + " by " + delivery.channel())
        .doesNotHaveDuplicates()
        .contains("engineering by email");
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("No address is known"));
  }

  @Test
  void whoeverWasCalledForNothingHearsThatItWasDismissed() {
    var number = response.declareUnder("storefront", "2");
    response.runJobs(number);
    commands.escalate(number, "Stuck", null, "request-cto", Actor.api("commander"));
    response.runJobs(number);
    assertThat(hear(number, "escalation")).contains("cto", "oncall2");
    assertThat(hear(number, "declared")).contains("customer-support");
    commands.dismiss(number, "A test", Actor.api("commander"));
    response.runJobs(number);
    assertThat(hear(number, "dismissed"))
        .contains("cto", "oncall2", "commander", "customer-support")
        .doesNotContain("exec");
  }

  @Test
  void aSeverityThatIsRaisedAfterTheWatchIsWatchedForAsLongAsItAsks() {
    var number = response.resolvedUnder("betabaddies", 3);
    var resolved = response.incident(number).resolvedAt();
    while (response.waits(number, Recover.KEY, TIMER)) {
      response.fire(number, Recover.KEY, TIMER);
    }
    response.at(resolved.plus(Duration.ofHours(25)));
    assertThat(told(number, "watch-over")).isEqualTo(1);
    commands.severity(number, "1", "All were hit", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.waits(number, Recover.KEY, TIMER)).isTrue();
    while (response.waits(number, Recover.KEY, TIMER)) {
      response.fire(number, Recover.KEY, TIMER);
    }
    assertThat(response.incident(number).resolvedAt()).isEqualTo(resolved);
    assertThat(told(number, "watch-over")).isEqualTo(2);
  }

  @Test
  void aChangeOfTheSeverityPutsNoCheckOff() {
    var number = response.resolved("high", 2);
    var due = response.due(number, Recover.KEY, TIMER);
    response.at(due.minusSeconds(60));
    commands.severity(number, "1", "All were hit", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.due(number, Recover.KEY, TIMER)).isEqualTo(due);
  }

  @Test
  void nobodyHearsOfAnAlertThereOnceItIsSignedOff() {
    var number = response.resolved("high", 2);
    response.submit(
        number,
        "Task_signOff",
        "commander",
        Map.of("signOff", true, "signOffReason", "Watched it for an hour"));
    // The job that ends the watch has not run yet.
    assertThat(response.waits(number, Recover.KEY, TIMER)).isTrue();
    assertThat(atomic.call(() -> process.alertFiredAgain(number))).isFalse();
    assertThat(response.open(number)).doesNotContain("Task_decideReopening");
  }

  @Test
  void hearsOfAnAlertInTheMidstOfACheck() {
    var number = response.resolved("high", 2);
    response.fireOnly(number, Recover.KEY, TIMER);
    assertThat(response.waits(number, Recover.KEY, TIMER)).isFalse();

    assertThat(atomic.call(() -> process.alertFiredAgain(number))).isTrue();

    assertThat(response.open(number)).contains("Task_decideReopening", "Task_signOff");
    response.runJobs(number);
    assertThat(told(number, "reopening-asked")).isEqualTo(1);
    assertThat(response.passed(number, "Task_checkStability")).isZero();
    // It is watched on as after any other doubt.
    response.complete(
        number,
        "Task_decideReopening",
        "commander",
        Map.of("reopenChoice", "no", "reopenReason", "A deployment restarted it"));
    assertThat(response.waits(number, Recover.KEY, TIMER)).isTrue();
  }

  @Test
  void aCheckThatEndsWhileAnAlertFiresHasLostARace() throws Exception {
    var number = response.resolved("high", 2);
    response.fireOnly(number, Recover.KEY, TIMER);

    losesTheRace(number);

    assertThat(response.open(number)).contains("Task_decideReopening");
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("Stabilisation check"));
  }

  @Test
  void asksOnceMoreWhenAnAlertFiresBeforeADecisionNotToReopenIsCarriedOut() {
    var number = response.resolved("high", 2);
    response.alertFiresAgain(number);
    response.runJobs(number);
    response.submit(number, "Task_decideReopening", "commander", notReopened());
    assertThat(response.open(number)).doesNotContain("Task_decideReopening");

    assertThat(atomic.call(() -> process.alertFiredAgain(number))).isTrue();

    assertThat(response.open(number)).containsOnlyOnce("Task_decideReopening");
    response.runJobs(number);
    assertThat(told(number, "reopening-asked")).isEqualTo(2);
    response.complete(number, "Task_decideReopening", "commander", notReopened());
    assertThat(response.waits(number, Recover.KEY, TIMER)).isTrue();
  }

  @Test
  void aDecisionThatIsCarriedOutWhileAnAlertFiresHasLostARace() throws Exception {
    var number = response.resolved("high", 2);
    response.alertFiresAgain(number);
    response.runJobs(number);
    response.submit(number, "Task_decideReopening", "commander", notReopened());

    losesTheRace(number);

    assertThat(response.open(number)).containsOnlyOnce("Task_decideReopening");
  }

  /** From the decision on, not from when it is carried out: an alert joins it as any open one. */
  @Test
  void isRespondedToAsSoonAsSomebodyDecidesToReopen() {
    var number = response.resolved("high", 2);
    response.alertFiresAgain(number);
    response.runJobs(number);
    response.submit(
        number,
        "Task_decideReopening",
        "commander",
        Map.of("reopenChoice", "yes", "reopenReason", "It is back"));
    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
    assertThat(response.incident(number).takenAt()).isNotNull();
    assertThat(response.timeline(number))
        .anyMatch(line -> line.startsWith("acknowledged: Taken again"));
  }

  private void losesTheRace(String number) throws Exception {
    var pool = Executors.newSingleThreadExecutor();
    try {
      var loser =
          atomic.call(
              () -> {
                assertThat(process.alertFiredAgain(number)).isTrue();
                var running = pool.submit(() -> response.runJobs(number));
                Locks.awaitWaiter(jdbc);
                return running;
              });
      assertThatThrownBy(loser::get).hasRootCauseInstanceOf(OptimisticLockingException.class);
    } finally {
      pool.shutdown();
    }
  }

  private static Map<String, Object> notReopened() {
    return Map.of("reopenChoice", "no", "reopenReason", "A deployment restarted it");
  }

  @Test
  void eachReopeningIsTold() {
    var number = response.resolved("high", 2);
    for (int times = 1; times <= 2; times++) {
      commands.reopen(number, "It is back", Actor.api("commander"));
      response.runJobs(number);
      assertThat(told(number, "reopened")).isEqualTo(times);
      if (times == 1) {
        response.nameRoles(number);
        response.investigate(number);
        response.rollBack(number);
        response.passGate(number);
        response.verify(number);
      }
    }
  }

  @Test
  void hearsOfAnAlertAfterTheWatch() {
    var number = response.resolved("high", 2);
    while (response.waits(number, Recover.KEY, TIMER)) {
      response.fire(number, Recover.KEY, TIMER);
    }
    response.alertFiresAgain(number);
    assertThat(response.open(number)).contains("Task_decideReopening");
  }

  private List<String> hear(String number, String event) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals(event))
        .map(Delivery::recipient)
        .distinct()
        .toList();
  }

  private long paged(String number) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals("escalation"))
        .count();
  }

  /** How many times something was told, to however many people. */
  private long told(String number, String event) {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals(event))
        .map(Delivery::round)
        .distinct()
        .count();
  }
}
