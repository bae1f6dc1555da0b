package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.actionitem.ActionItem;
import io.tocsin.actionitem.ActionItem.Status;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.actionitem.Wanted;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.support.Jobs;
import io.tocsin.support.Locks;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.ProcessInstanceQuery;
import org.camunda.bpm.engine.task.Task;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One action item, from the day it is agreed on until it is settled. */
@TocsinTest
class ActionItemProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-10T09:00:00Z");
  private static final LocalDate DUE = LocalDate.parse("2026-03-02");
  private static final Actor CARLA = Actor.api("commander");

  @Autowired Response response;
  @Autowired ActionItems items;
  @Autowired IncidentCommands commands;
  @Autowired Deliveries deliveries;
  @Autowired Jobs jobs;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;
  @Autowired MeterRegistry meters;
  @Autowired TaskService tasks;
  @Autowired FormService forms;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired IdentityService identity;

  @BeforeEach
  void onATuesdayMorning() {
    response.at(T0);
  }

  @Test
  void isATaskOfItsOwnerUntilItIsDone() {
    var item = agreed("2");
    var task = task(item);
    assertThat(task.getAssignee()).isEqualTo("techlead");
    assertThat(task.getName())
        .startsWith(item.incident() + " · ")
        .endsWith("· Do the action item (Check migrations)");
    assertThat(task.getDueDate()).isEqualTo(item.dueAt());
    assertThat(told(item, "action-item-assigned"))
        .extracting(Delivery::recipient)
        .containsExactly("techlead");
    assertThat(told(item, "action-item-assigned").get(0).body())
        .contains("Check migrations", "Kind: preventive", "https://tracker.example.org/41");

    answer(item, Map.of("actionItemChoice", "done", "evidence", "Seen in the pipeline"));

    assertThat(items.get(item.id()))
        .extracting(ActionItem::status, ActionItem::evidence, ActionItem::settledBy)
        .containsExactly(Status.DONE, "Seen in the pipeline", "techlead");
    assertThat(running(item)).isFalse();
    assertThat(response.timeline(item.incident()))
        .contains("review: Action item done: Check migrations. Seen in the pipeline");
  }

  @Test
  void remindsBeforeAndAfterAndEscalatesOnce() {
    var item = agreed("2");
    letTimePassUntil(item, item.dueAt().minus(Duration.ofDays(3)));
    assertThat(told(item, "action-item-due")).hasSize(1);
    assertThat(told(item, "action-item-overdue")).isEmpty();

    letTimePassUntil(item, item.dueAt());
    assertThat(told(item, "action-item-overdue")).hasSize(1);
    assertThat(told(item, "action-item-escalated")).isEmpty();

    letTimePassUntil(item, item.dueAt().plus(Duration.ofDays(15)));
    assertThat(told(item, "action-item-due")).hasSize(1);
    assertThat(told(item, "action-item-overdue")).hasSize(3);
    assertThat(told(item, "action-item-escalated"))
        .extracting(Delivery::recipient)
        .contains("manager");
    assertThat(told(item, "action-item-escalated").stream().map(Delivery::round).distinct())
        .hasSize(1);
    assertThat(task(item).getAssignee()).isEqualTo("techlead");
  }

  @Test
  void pressesMoreAfterTheGravestIncidents() {
    var item = agreed("1");
    letTimePassUntil(item, item.dueAt().minus(Duration.ofDays(7)));
    assertThat(told(item, "action-item-due")).hasSize(1);
    letTimePassUntil(item, item.dueAt().plus(Duration.ofDays(3)));
    assertThat(told(item, "action-item-escalated")).isNotEmpty();
  }

  @Test
  void afterAStandstillEachIsToldOnceAndNothingOfThePast() {
    var item = agreed("2");
    response.at(item.dueAt().plus(Duration.ofDays(30)));
    runDue(item);
    assertThat(told(item, "action-item-due")).isEmpty();
    assertThat(told(item, "action-item-overdue")).hasSize(1);
    assertThat(told(item, "action-item-escalated").stream().map(Delivery::round).distinct())
        .hasSize(1);
  }

  @Test
  void takesLongerWithAReasonAndRemindsOfTheNewDay() {
    var item = agreed("2");
    letTimePassUntil(item, item.dueAt().minus(Duration.ofDays(3)));
    answer(
        item,
        Map.of(
            "actionItemChoice",
            "later",
            "newDueDate",
            "2026-04-01T00:00:00Z",
            "actionItemReason",
            "The vendor is late"));
    var later = items.get(item.id());
    assertThat(later.dueDate()).isEqualTo("2026-04-01");
    assertThat(task(item).getDueDate()).isEqualTo(later.dueAt());
    letTimePassUntil(item, item.dueAt());
    assertThat(told(item, "action-item-overdue")).isEmpty();
    letTimePassUntil(item, later.dueAt());
    assertThat(told(item, "action-item-due")).hasSize(2);
    assertThat(told(item, "action-item-overdue")).hasSize(1);
    assertThat(response.timeline(item.incident()))
        .contains(
            "review: Action item put off from 2026-03-02 to 2026-04-01: Check migrations. The vendor is late");
  }

  @Test
  void refusesAnswersThatSayNothing() {
    var item = agreed("2");
    assertThatThrownBy(() -> answer(item, Map.of("actionItemChoice", "done")))
        .hasMessageContaining("evidence: say what shows that it is done");
    assertThatThrownBy(() -> answer(item, Map.of("actionItemChoice", "drop")))
        .hasMessageContaining("actionItemReason: say why it will not be done");
    assertThatThrownBy(
            () ->
                answer(
                    item,
                    Map.of(
                        "actionItemChoice",
                        "later",
                        "newDueDate",
                        "2026-03-01",
                        "actionItemReason",
                        "x")))
        .hasMessageContaining("newDueDate: is no later than 2026-03-02");
    assertThat(running(item)).isTrue();
  }

  @Test
  void followsWhatIsChangedElsewhere() {
    var item = agreed("2");
    var other = new Wanted("Check migrations", "preventive", "oncall1", DUE.plusDays(7), null);
    atomic.run(() -> items.change(item.id(), now -> other, CARLA));
    runDue(item);

    var now = items.get(item.id());
    assertThat(task(item).getAssignee()).isEqualTo("oncall1");
    assertThat(task(item).getDueDate()).isEqualTo(now.dueAt());
    assertThat(told(item, "action-item-assigned"))
        .extracting(Delivery::recipient)
        .containsExactlyInAnyOrder("techlead", "oncall1");
    letTimePassUntil(item, item.dueAt());
    assertThat(told(item, "action-item-overdue")).isEmpty();

    atomic.run(() -> items.drop(item.id(), "The system is gone", CARLA));
    runDue(item);
    assertThat(running(item)).isFalse();
    atomic.run(() -> items.reopen(item.id(), "It is back", DUE.plusDays(30), CARLA));
    assertThat(task(item).getAssignee()).isEqualTo("oncall1");
  }

  @Test
  void comesFromTheReviewAndOutlivesTheIncident() {
    var number = response.resolved("high", 2);
    response.signOff(number);
    response.review(number);
    var item = items.of(number).get(0);
    assertThat(item)
        .extracting(ActionItem::title, ActionItem::owner, ActionItem::origin)
        .containsExactly("Check migrations in the pipeline", "techlead", "review");
    response.close(number);

    assertThat(response.open(number)).isEmpty();
    assertThat(response.jobs(number)).isEmpty();
    assertThat(task(item).getAssignee()).isEqualTo("techlead");
    answer(item, Map.of("actionItemChoice", "drop", "actionItemReason", "No migrations any more"));
    assertThat(items.get(item.id()).status()).isEqualTo(Status.DROPPED);
  }

  @Test
  void aSecondReviewChangesAddsAndTakesAway() {
    var number = response.declare("2");
    var actor = Actor.tasklist("commander");
    var first = new Wanted("Check migrations", "preventive", "techlead", DUE, null);
    var gone = new Wanted("Buy a bell", "system", "techlead", DUE, null);
    atomic.run(() -> items.reviewed(number, List.of(first, gone), actor));
    atomic.run(
        () ->
            items.add(
                number, new Wanted("Ring it", "training", "scribe", DUE, null), "added", CARLA));
    var second = new Wanted("check  Migrations", "process", "techlead", DUE.plusDays(1), null);
    var added = new Wanted("Write it down", "process", "scribe", DUE, null);
    atomic.run(() -> items.reviewed(number, List.of(second, added), actor));

    assertThat(items.of(number))
        .extracting(ActionItem::title, ActionItem::kind, item -> item.status().word())
        .containsExactlyInAnyOrder(
            tuple("check  Migrations", "process", "open"),
            tuple("Write it down", "process", "open"),
            tuple("Ring it", "training", "open"),
            tuple("Buy a bell", "system", "dropped"));
  }

  @Test
  void theTaskIsOfWhoeverIsTheOwnerWhenSomebodyChangesItAtTheSameTime() throws Exception {
    var item = agreed("2");
    var read =
        management
            .createJobQuery()
            .processInstanceId(instances(item).singleResult().getId())
            .activityId("Task_readItem")
            .singleResult();
    var thread = Executors.newSingleThreadExecutor();
    try {
      var reading =
          atomic.call(
              () -> {
                jdbc.sql("update action_item set owner = 'scribe' where id = ?")
                    .param(item.id())
                    .update();
                var waiting = thread.submit(() -> management.executeJob(read.getId()));
                Locks.awaitWaiter(jdbc);
                return waiting;
              });
      reading.get(1, TimeUnit.MINUTES);
    } finally {
      thread.shutdownNow();
    }

    assertThat(task(item).getAssignee()).isEqualTo("scribe");
  }

  @Test
  void ofARestrictedIncidentOnlyWhoeverMayReadItHasTheTask() {
    var number = response.declare("2", List.of("checkout"), true);
    var item =
        atomic.call(
            () ->
                items.add(
                    number,
                    new Wanted("Rotate the keys", "system", "oncall2", DUE, null),
                    "added",
                    Actor.api("security")));
    var task = task(item);
    assertThat(task.getAssignee()).isEqualTo("oncall2");
    assertThat(sees("manager", "management", item)).isFalse();
    assertThat(sees("commander", "incident-commander", item)).isTrue();
    assertThat(sees("techlead", "incident-commander", item)).isFalse();
    assertThat(sees("oncall2", "responder", item)).isTrue();
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("may read this incident. Owns an action item"));
  }

  @Test
  void ofADebriefIsToldOutsideTheWallButNotToWhoMayNotReadTheDrill() {
    var drill = response.declareUnder("parsify", "2", false, true);
    var item = debriefed(drill, "Buy a bell");
    assertThat(apart(item, "action-item-assigned"))
        .singleElement()
        .satisfies(
            told -> {
              assertThat(told.recipient()).isEqualTo("techlead");
              assertThat(told.address()).isEqualTo("techlead@example.org");
              assertThat(told.body()).contains("Buy a bell", drill, "/incidents/" + drill);
            });
    letTimePassUntil(item, item.dueAt().plus(Duration.ofDays(8)));
    assertThat(apart(item, "action-item-overdue")).isNotEmpty();
    assertThat(apart(item, "action-item-escalated"))
        .extracting(Apart::recipient)
        .contains("manager");

    response.at(T0);
    var restricted = debriefed(response.declareUnder("parsify", "2", true, true), "Buy a lock");
    letTimePassUntil(restricted, restricted.dueAt().plus(Duration.ofDays(8)));
    assertThat(apart(restricted, "action-item-overdue"))
        .extracting(Apart::recipient)
        .containsOnly("techlead");
    assertThat(apart(restricted, "action-item-escalated")).isEmpty();
  }

  @Test
  void ofADebriefIsToldTheLeadOfTheDrillWhereAPlayerCommanded() {
    var drill = response.declareUnder("parsify", "2", false, true);
    jdbc.sql("update incident set commander = 'sim-commander', reporter = 'drill' where number = ?")
        .param(drill)
        .update();
    var item = debriefed(drill, "Buy a bell");
    letTimePassUntil(item, item.dueAt().plus(Duration.ofDays(8)));

    assertThat(apart(item, "action-item-escalated"))
        .extracting(Apart::recipient)
        .contains("drill", "manager")
        .doesNotContain("sim-commander");
  }

  @Test
  void ofTheReviewOfADrillStaysBehindTheWall() {
    var drill = response.declareUnder("parsify", "2", false, true);
    var before = counted(T0.plusSeconds(60));
    atomic.run(() -> items.reviewed(drill, List.of(wanted("Buy a horn")), CARLA));
    var item = items.of(drill).get(0);

    assertThat(apart(item, "action-item-assigned")).isEmpty();
    assertThat(told(item, "action-item-assigned"))
        .as("in the mailbox of the drills")
        .extracting(Delivery::address)
        .containsOnly("drills@example.org");
    assertThat(counted(T0.plusSeconds(120))).as("no figure counts it").isEqualTo(before);
    debriefed(drill, "Buy a drum");
    assertThat(counted(T0.plusSeconds(180))).isEqualTo(before + 1);
  }

  /** Read afresh, since what was read is kept for a few seconds. */
  private double counted(Instant at) {
    response.at(at);
    return meters.get("tocsin.actionitems.open").gauge().value();
  }

  private ActionItem debriefed(String drill, String title) {
    return atomic.call(() -> items.add(drill, wanted(title), "debrief", CARLA));
  }

  private static Wanted wanted(String title) {
    return new Wanted(title, "process", "techlead", DUE, null);
  }

  /** What was told of an item as if it belonged to no incident. */
  private record Apart(String recipient, String address, String body) {}

  private List<Apart> apart(ActionItem item, String event) {
    return jdbc.sql(
            "select recipient, address, body from delivery where incident is null and event = ?"
                + " and round like ? and channel = 'email' order by created_at")
        .params(event, item.id() + "-%")
        .query((row, n) -> new Apart(row.getString(1), row.getString(2), row.getString(3)))
        .list();
  }

  private ActionItem agreed(String level) {
    var number = response.declare(level);
    return atomic.call(
        () ->
            items.add(
                number,
                new Wanted(
                    "Check migrations",
                    "preventive",
                    "techlead",
                    DUE,
                    "https://tracker.example.org/41"),
                "added",
                CARLA));
  }

  /** The start of the work is a job. */
  private Task task(ActionItem item) {
    runDue(item);
    return tasks
        .createTaskQuery()
        .taskDefinitionKey("Task_doActionItem")
        .processVariableValueEquals("actionItemId", item.id())
        .singleResult();
  }

  private void answer(ActionItem item, Map<String, Object> answers) {
    var task = task(item).getId();
    identity.setAuthentication("techlead", List.of("technical-lead", "responder"));
    try {
      forms.submitTaskForm(task, answers);
    } finally {
      identity.clearAuthentication();
    }
    runDue(item);
  }

  private boolean sees(String person, String group, ActionItem item) {
    identity.setAuthentication(person, List.of(group));
    try {
      return tasks
              .createTaskQuery()
              .processInstanceBusinessKey(item.incident() + "#" + item.id())
              .count()
          > 0;
    } finally {
      identity.clearAuthentication();
    }
  }

  private void runDue(ActionItem item) {
    jobs.runDue("action-item", "actionItemId", item.id());
  }

  /** Day by day, as it would be. */
  private void letTimePassUntil(ActionItem item, Instant until) {
    for (var at = T0; at.isBefore(until); at = at.plus(Duration.ofDays(1))) {
      if (at.isAfter(now())) {
        response.at(at);
        runDue(item);
      }
    }
    response.at(until);
    runDue(item);
  }

  private static Instant now() {
    return ClockUtil.getCurrentTime().toInstant();
  }

  private boolean running(ActionItem item) {
    return instances(item).count() > 0;
  }

  private ProcessInstanceQuery instances(ActionItem item) {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey(item.incident() + "#" + item.id());
  }

  private List<Delivery> told(ActionItem item, String event) {
    return deliveries.of(item.incident()).stream()
        .filter(delivery -> delivery.event().equals(event))
        .filter(delivery -> delivery.channel().equals("email"))
        .toList();
  }
}
