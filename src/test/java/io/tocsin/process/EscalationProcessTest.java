package io.tocsin.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.model.Escalation;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Escalation.Rung;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The ladder of the Parsify policy, at the minute. */
@TocsinTest
@Tag("thorough")
class EscalationProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T03:00:00Z");
  private static final String TIMER = Escalation.Elements.EVENT_STEP_DUE;

  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired io.tocsin.incident.Escalation escalation;
  @Autowired ResponseProcess process;
  @Autowired Deliveries deliveries;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;
  @Autowired RepositoryService repository;
  @Autowired ManagementService management;

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
        .anyMatch(
            line -> line.contains("Asked for by Carla Mendes: We do not understand the database"));
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
    assertCalled(number, "security-team", "legal");
  }

  @Test
  void callsThoseWhomTheLevelWantsThoughTriageHasTakenIt() {
    var number = declare("betabaddies", "low");
    commands.acknowledge(number, Actor.api("oncall1"));
    response.at(T0.plus(minutes(3)));
    response.triage(number, 1);
    response.runJobs(number);
    assertCalled(number, "all-layers", "all-hands", "call-management");
  }

  @Test
  void isReArmedByAChangeOfSeverity() {
    var number = response.declare("low");
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("oncall1"));
    assertThat(response.waits(number, Escalation.KEY, TIMER)).isFalse();
    commands.severity(number, "1", "It spreads", Actor.api("commander"));
    response.runJobs(number);
    assertThat(escalations(number)).hasSize(2);
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(T0.plus(minutes(15)));
  }

  @Test
  void climbsTheLadderAnewAfterAReopening() {
    var number = response.resolved("high", 2);
    commands.acknowledge(number, Actor.api("oncall1"));
    var taken = escalations(number).size();
    var reopened = T0.plus(Duration.ofHours(20));
    response.at(reopened);
    commands.reopen(number, "It fails again", Actor.api("commander"));
    response.runJobs(number);
    assertThat(escalations(number)).hasSize(taken + 1);
    assertThat(escalations(number).get(taken))
        .contains("Page the on-call", "Reopened at 2026-02-10 23:00 UTC");
    assertThat(response.incident(number).acknowledgedAt()).isEqualTo(T0);

    // Nobody has taken it this time.
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(reopened.plus(minutes(5)));
    response.fire(number, Escalation.KEY, TIMER);
    assertThat(escalations(number).get(taken + 1)).contains("Page the next on-call");
    commands.acknowledge(number, Actor.api("oncall2"));
    commands.acknowledge(number, Actor.api("oncall1"));
    assertThat(response.timeline(number)).contains("acknowledged: Taken again by Jonas Weber");
    assertThat(response.incident(number).takenAt()).isEqualTo(reopened.plus(minutes(5)));
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(reopened.plus(minutes(15)));
    assertThat(messages(number, "page-on-call")).isEqualTo(1);
    assertThat(messages(number, "page-on-call#2")).isEqualTo(1);
  }

  @Test
  void looksForNobodyAfterAReopeningOnceSomebodyWorksOnIt() {
    var number = response.resolved("high", 2);
    var reopened = T0.plus(Duration.ofHours(20));
    response.at(reopened);
    commands.reopen(number, "It fails again", Actor.api("commander"));
    response.runJobs(number);
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(reopened.plus(minutes(5)));

    // The task is theirs by their role: nobody claims it.
    response.nameRoles(number);
    assertThat(response.incident(number).takenAt()).isEqualTo(reopened);
    assertThat(response.timeline(number)).contains("acknowledged: Taken again by Carla Mendes");
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(reopened.plus(minutes(15)));
  }

  @Test
  void isTakenByWhoeverInvestigates() {
    var number = response.resolved("high", 2);
    commands.reopen(number, "It fails again", Actor.api("commander"));
    response.runJobs(number);
    response.nameRoles(number);
    // As an older node leaves it, which knows triage only.
    jdbc.sql("update incident set taken_again_at = null where number = ?").param(number).update();
    response.investigate(number);
    assertThat(response.incident(number).takenAt()).isNotNull();
  }

  @Test
  void doesNotRepeatAfterAReopeningWhatWasAskedForButLetsItBeAskedForAgain() {
    var number = response.resolved("high", 2);
    assertThatThrownBy(() -> ask(number, null, "request-executives"))
        .hasMessageContaining("is resolved");
    response.at(T0.plus(Duration.ofHours(20)));
    commands.reopen(number, "It fails again", Actor.api("commander"));
    response.runJobs(number);
    assertThat(rung(number, "request-executives").takenAt()).isNull();
    ask(number, null, "request-executives");
    response.runJobs(number);
    assertThat(rung(number, "request-executives").takenAt()).isNotNull();
  }

  @Test
  void namesWhoTakesOverAndWhy() {
    var number = response.declare("critical");
    response.runJobs(number);
    response.fire(number, Escalation.KEY, TIMER);
    assertThat(escalations(number))
        .containsExactly(
            "escalation: Escalated: Call the on-call (page). Declared at 2026-02-10 03:00 UTC."
                + " Primary on-call takes over",
            "escalation: Escalated: Call the next on-call (page). Unacknowledged since"
                + " 2026-02-10 03:00 UTC. Secondary on-call takes over");
  }

  @Test
  void takesTheStepThatIsNamed() {
    var number = response.declare("high");
    response.runJobs(number);
    ask(number, null, "request-vendor");
    assertThat(rung(number, "request-vendor").requestable()).isFalse();
    assertThatThrownBy(() -> ask(number, "external", "request-vendor"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("has just been asked for");
    response.runJobs(number);
    assertThat(rung(number, "request-vendor").takenAt()).isEqualTo(T0);
    assertThatThrownBy(() -> ask(number, null, "request-vendor"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("at 2026-02-10 03:00 UTC");
  }

  @Test
  void takesAStepByTimeEarlyWhenItIsNamedAndNotOnceMore() {
    var number = response.declare("high");
    response.runJobs(number);
    commands.acknowledge(number, Actor.api("oncall1"));
    ask(number, null, "page-product-manager");
    response.runJobs(number);
    assertThat(rung(number, "page-product-manager").takenAt()).isEqualTo(T0);
    response.fire(number, Escalation.KEY, TIMER);
    assertThat(response.waits(number, Escalation.KEY, TIMER)).isFalse();
  }

  @Test
  void climbsTheLadderThatIsNamed() {
    var number = response.declare("high");
    response.runJobs(number);
    for (var step : List.of("request-product-manager", "request-executives")) {
      ask(number, "business", null);
      response.runJobs(number);
      assertThat(rung(number, step).takenAt()).as(step).isNotNull();
    }
    // What comes by time is next, early.
    ask(number, "business", null);
    response.runJobs(number);
    assertThat(rung(number, "page-product-manager").takenAt()).isNotNull();
    assertThatThrownBy(() -> ask(number, "business", null))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("The business ladder of " + number + " has no further step");
  }

  @Test
  void callsNobodyOutsideTheHouseWhoIsNotNamed() {
    var number = response.declare("low");
    response.runJobs(number);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 20; i++) {
                ask(number, null, null);
                response.runJobs(number);
              }
            })
        .hasMessageContaining("has no further step")
        .hasMessageContaining("request-vendor")
        .hasMessageContaining("request-security-team");
    assertThat(escalation.ladder(number))
        .filteredOn(rung -> List.of("external", "security").contains(rung.ladder()))
        .isNotEmpty()
        .allMatch(rung -> rung.takenAt() == null && rung.requestable());
  }

  @Test
  void refusesWhatIsNotOnTheLadderAndNamesWhatIs() {
    var number = response.declare("high");
    response.runJobs(number);
    assertThatThrownBy(() -> ask(number, "rope", null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("page, technical, business, security, external");
    assertThatThrownBy(() -> ask(number, null, "request-nobody"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("request-engineering-lead");
    assertThatThrownBy(() -> ask(number, "business", "request-vendor"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'external'");
    assertThatThrownBy(() -> ask(number, null, "page-on-call"))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void twoRequestsAtTheSameTimeTakeTwoSteps() throws Exception {
    var number = response.declare("high");
    response.runJobs(number);
    var people = Executors.newFixedThreadPool(2);
    try {
      var both =
          people.invokeAll(
              List.<Callable<Object>>of(
                  () -> commands.escalate(number, "One", "business", null, Actor.api("commander")),
                  () -> commands.escalate(number, "Two", "business", null, Actor.api("techlead"))));
      for (var one : both) {
        one.get();
      }
    } finally {
      people.shutdown();
    }
    response.runJobs(number);
    assertThat(escalations(number))
        .filteredOn(line -> line.contains("Escalated: Ask"))
        .hasSize(2)
        .anyMatch(line -> line.contains(": One."))
        .anyMatch(line -> line.contains(": Two."));
    assertThat(rung(number, "request-product-manager").takenAt()).isNotNull();
    assertThat(rung(number, "request-executives").takenAt()).isNotNull();
  }

  @Test
  void tellsOnceWhatFailedAfterItWasTaken() {
    var number = response.declare("high");
    jdbc.sql(
            "alter table delivery add constraint refused check (incident <> '%s' or event <> 'escalation') not valid"
                .formatted(number))
        .update();
    try {
      assertThatThrownBy(() -> response.runJobs(number)).hasStackTraceContaining("persistence");
      assertThat(rung(number, "page-on-call").takenAt()).isNull();
      assertThat(escalations(number)).isEmpty();
    } finally {
      jdbc.sql("alter table delivery drop constraint refused").update();
    }
    response.runJobs(number);
    assertThat(escalations(number)).hasSize(1);
    assertThat(messages(number, "page-on-call")).isEqualTo(1);
    assertThat(rung(number, "page-on-call").takenAt()).isEqualTo(T0);
  }

  @Test
  void waitsForTheEndOfAPauseButGoesOnPaging() {
    var number = response.declare("high");
    response.runJobs(number);
    jdbc.sql("update incident set paused_until = ? where number = ?")
        .params(Timestamp.from(T0.plus(minutes(40))), number)
        .update();
    process(number);
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(T0.plus(minutes(5)));
    commands.acknowledge(number, Actor.api("oncall1"));
    assertThat(response.due(number, Escalation.KEY, TIMER)).isEqualTo(T0.plus(minutes(40)));
    response.fire(number, Escalation.KEY, TIMER);
    assertThat(rung(number, "page-engineering-lead").takenAt()).isEqualTo(T0.plus(minutes(40)));
    assertThat(rung(number, "page-product-manager").takenAt()).isEqualTo(T0.plus(minutes(40)));
  }

  @Test
  void aTicketWakesNobodyAtNight() {
    for (var hour : List.of(3, 10)) {
      response.at(T0.plus(Duration.ofHours(hour - 3)));
      var number = declare("smartbeak", "4");
      assertThat(rung(number, "tell-on-call").takenAt()).isNotNull();
      var night = hour == 3;
      assertThat(escalations(number).get(0).contains("Outside the working hours nobody is paged"))
          .isEqualTo(night);
      assertThat(
              jdbc.sql(
                      "select array_to_string(channels, ',') from escalation_step where incident = ?")
                  .param(number)
                  .query(String.class)
                  .single())
          .isEqualTo(night ? "email" : "email,pagerduty");
    }
  }

  /** A policy whose engineering lead and whose vendor keep hours. */
  @Nested
  class WithHours {

    private String deployment = "";

    @BeforeEach
    void deploy() throws Exception {
      var dmn = new ClassPathResource("policies/parsify.dmn").getContentAsString(UTF_8);
      deployment =
          repository
              .createDeployment()
              .addString(
                  "with-hours.dmn",
                  dmn.replace("parsify", "with-hours")
                      .replace("\"contact:engineering-lead\"", "\"contact:customer-support\"")
                      .replace("\"contact:cto,contact:ceo\"", "\"contact:marketing\"")
                      .replace("\"group:legal\"", "\"contact:legal\""))
              .deploy()
              .getId();
    }

    @AfterEach
    void delete() {
      repository.deleteDeployment(deployment, true);
    }

    @Test
    void whoeverIsClosedIsWrittenToAndTheNextIsCalledAtOnce() {
      var number = declare("with-hours", "2");
      commands.acknowledge(number, Actor.api("oncall1"));
      ask(number, "technical", "request-engineering-lead");
      response.runJobs(number);

      assertThat(escalations(number))
          .anyMatch(
              line ->
                  line.equals("escalation: Customer support is closed until 2026-02-10 09:00 UTC"))
          .anyMatch(
              line ->
                  line.contains("Escalated: Ask the DevOps team for help (technical). At once:")
                      && line.contains("Customer support is closed"));
      assertThat(messages(number, "request-engineering-lead")).isEqualTo(1);
      assertThat(messages(number, "request-devops")).isEqualTo(1);
    }

    @Test
    void theNextByTimeComesEarlyOnTheSameLadder() {
      var number = declare("with-hours", "1");
      commands.acknowledge(number, Actor.api("oncall1"));
      response.fire(number, Escalation.KEY, TIMER);
      assertThat(escalations(number))
          .anyMatch(line -> line.contains("Marketing is closed until 2026-02-10 09:00 UTC"))
          .anyMatch(line -> line.contains("Legal office is closed until 2026-02-10 09:00 UTC"));
      assertThat(rung(number, "call-product-manager").takenAt()).isEqualTo(T0.plus(minutes(15)));
      assertThat(response.waits(number, Escalation.KEY, TIMER)).isFalse();
    }

    @Test
    void nobodyStandsInWhileTheyAreOpen() {
      response.at(T0.plus(Duration.ofHours(8)));
      var number = declare("with-hours", "2");
      ask(number, "technical", "request-engineering-lead");
      response.runJobs(number);
      assertThat(escalations(number)).noneMatch(line -> line.contains("closed"));
      assertThat(rung(number, "request-devops").takenAt()).isNull();
    }
  }

  private void ask(String number, @Nullable String ladder, @Nullable String step) {
    commands.escalate(number, "We need help", ladder, step, Actor.api("commander"));
  }

  private Rung rung(String number, String step) {
    return escalation.ladder(number).stream()
        .filter(rung -> rung.step().equals(step))
        .findFirst()
        .orElseThrow();
  }

  private long messages(String number, String round) {
    return jdbc.sql(
            "select count(*) from delivery where incident = ? and event = 'escalation' and round = ?")
        .params(number, round)
        .query(Long.class)
        .single();
  }

  private void process(String number) {
    atomic.run(() -> process.clocksChanged(number));
  }

  private String declare(String policy, String severity) {
    var number = response.declareUnder(policy, severity);
    response.runJobs(number);
    return number;
  }

  /** A line of the timeline calls nobody: the messages have left. */
  private void assertCalled(String number, String... steps) {
    assertThat(deliveries.of(number))
        .filteredOn(delivery -> List.of(steps).contains(delivery.round()))
        // Nobody is paged to what they have taken themselves.
        .filteredOn(delivery -> !delivery.recipient().equals("oncall1"))
        .allMatch(delivery -> delivery.state() == Delivery.State.SENT)
        .extracting(Delivery::round)
        .contains(steps);
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
