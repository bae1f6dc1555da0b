package io.tocsin.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.actionitem.ActionItemFilter;
import io.tocsin.actionitem.ActionItems;
import io.tocsin.drill.DrillScored;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.policy.PolicyFile;
import io.tocsin.problem.ConflictException;
import io.tocsin.routine.Round;
import io.tocsin.routine.Round.State;
import io.tocsin.routine.Rounds;
import io.tocsin.routine.Routine;
import io.tocsin.routine.RoutineCalendar;
import io.tocsin.support.Jobs;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.ByteArrayInputStream;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the calendars of the policies want, from its beginning until it is settled. */
@TocsinTest
class RoutineProcessTest {

  /** A Wednesday; no other test looks so far ahead. */
  private static final Instant KNOWN = Instant.parse("2041-05-15T10:00:00Z");

  /** The first of June 2041 is a Saturday, so that it begins on Monday. */
  private static final Instant JUNE = Instant.parse("2041-06-03T12:00:00Z");

  private static final String SMARTBEAK = "smartbeak";
  private static final String REVIEW = "incident-review";
  private static final Actor OWNER = Actor.api("owner");

  @Autowired Rounds rounds;
  @Autowired RoutineCalendar calendar;
  @Autowired ActionItems items;
  @Autowired Response response;
  @Autowired Jobs jobs;
  @Autowired Atomic atomic;
  @Autowired TaskService tasks;
  @Autowired FormService forms;
  @Autowired RuntimeService runtime;
  @Autowired RepositoryService repository;
  @Autowired ManagementService management;
  @Autowired IdentityService identity;
  @Autowired ApplicationEventPublisher events;
  @Autowired JdbcClient jdbc;

  /** The database is that of all tests: what this one begins is settled, and known since May. */
  @BeforeEach
  void knownSinceMay() {
    jdbc.sql(
            "delete from action_item_notice where item in (select id from action_item"
                + " where routine is not null)")
        .update();
    for (var table :
        List.of(
            "action_item where routine is not null",
            "routine_notice",
            "routine_contact",
            "routine_round",
            "routine_known")) {
      jdbc.sql("delete from " + table).update();
    }
    for (var process : List.of("routine", "contact-check", "routine-reminders")) {
      runtime
          .createProcessInstanceQuery()
          .processDefinitionKey(process)
          .rootProcessInstances()
          .list()
          .forEach(it -> runtime.deleteProcessInstance(it.getId(), "test"));
    }
    response.at(KNOWN);
    look();
    onlyOf(List.of(SMARTBEAK));
  }

  /** The calendars of other policies begin nothing for this test to wait for. */
  private void onlyOf(List<String> policies) {
    jdbc.sql(
            "update routine_known set since = case when policy = any (?) then ?::timestamptz"
                + " else ?::timestamptz end")
        .params(
            policies.toArray(String[]::new),
            Timestamp.from(KNOWN),
            Timestamp.from(KNOWN.plusSeconds(1_000_000_000)))
        .update();
  }

  @Test
  void beginsEachPeriodOnceWhoeverLooks() {
    assertThat(rounds.of(SMARTBEAK, REVIEW)).as("May was running when it came").isEmpty();
    assertThat(calendar.get(SMARTBEAK, REVIEW).nextBegins())
        .isAfter(Instant.parse("2041-06-02T22:00:00Z"))
        .isBefore(JUNE);

    response.at(Instant.parse("2041-06-02T12:00:00Z"));
    look();
    assertThat(rounds.of(SMARTBEAK, REVIEW)).as("a Sunday").isEmpty();

    response.at(JUNE);
    look();
    look();
    assertThat(rounds.of(SMARTBEAK, REVIEW)).extracting(Round::period).containsExactly("2041-06");
    assertThat(rounds.of(SMARTBEAK, "process-update")).as("the quarter runs").isEmpty();
    assertThatThrownBy(() -> atomic.call(() -> rounds.begin(SMARTBEAK, REVIEW, OWNER)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("was begun for 2041-06 already");

    var round = latest(REVIEW);
    assertThat(round.dueAt()).isAfter(JUNE).isBefore(Instant.parse("2041-07-01T00:00:00Z"));
    var task = task(round);
    assertThat(task.getName())
        .isEqualTo("Do the routine (smartbeak, 2041-06: Review of the incidents of the month)");
    assertThat(task.getDueDate()).isEqualTo(round.dueAt());
    assertThat(tasks.getIdentityLinksForTask(task.getId()))
        .anyMatch(link -> "process-owner".equals(link.getGroupId()));
    assertThat(tasks.getVariable(task.getId(), "briefing").toString())
        .contains("Review of the incidents of the month", "/routine/rounds/" + round.id());
    assertThat(tasks.getVariable(task.getId(), "routineReport").toString())
        .contains("**Figures of 2041-05** (2041-05-01 to 2041-05-31)", "Action items");
  }

  /** Four deployments of a whole policy. */
  @Tag("thorough")
  @Test
  void followsAChangedCalendarAtTheNextLookAndBeginsNothingTwice() {
    var file = PolicyFile.of("public-handbook", "/sixth-policy/public-handbook.xml");
    var other = file.named("routine-handbook");
    var every = "Rule_routine_procedureReview_out_every";
    var deployed = new ArrayList<String>();
    try {
      deployed.add(deploy(other));
      look();
      response.at(JUNE);
      look();
      deployed.add(deploy(other.cell("Rule_routine_procedureReview_out_title", "\"Another\"")));
      look();
      assertThat(periods()).containsExactly("2041-06");

      deployed.add(deploy(other.cell(every, "\"P3M\"")));
      look();
      assertThat(periods()).as("June lies in the quarter").containsExactly("2041-06");
      assertThat(calendar.get("routine-handbook", "procedure-review").nextBegins())
          .isBetween(Instant.parse("2041-06-30T00:00:00Z"), Instant.parse("2041-07-02T00:00:00Z"));

      response.at(Instant.parse("2041-07-02T12:00:00Z"));
      look();
      assertThat(periods()).containsExactly("2041-Q3", "2041-06");
      deployed.add(deploy(other.cell(every, "\"P1W\"")));
      response.at(Instant.parse("2041-07-10T12:00:00Z"));
      look();
      assertThat(periods()).as("the quarter is open").hasSize(2);
      var quarter = rounds.of("routine-handbook", "procedure-review").get(0);
      atomic.run(() -> rounds.done(quarter.id(), "Read", null, OWNER));
      look();
      assertThat(periods()).containsExactly("2041-W28", "2041-Q3", "2041-06");
    } finally {
      deployed.forEach(id -> repository.deleteDeployment(id, true));
    }
  }

  private List<String> periods() {
    return rounds.of("routine-handbook", "procedure-review").stream().map(Round::period).toList();
  }

  private String deploy(PolicyFile file) {
    return repository
        .createDeployment()
        .addInputStream(file.id() + ".dmn", new ByteArrayInputStream(file.bytes()))
        .deploy()
        .getId();
  }

  @Test
  void isBegunOnceByNodesThatRace() {
    response.at(JUNE);
    var begun =
        Stream.generate(
                () ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          try {
                            atomic.call(() -> rounds.begin(SMARTBEAK, "game-day", OWNER));
                            return 1;
                          } catch (ConflictException e) {
                            return 0;
                          }
                        }))
            .limit(4)
            .toList();
    assertThat(begun.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1);
    assertThat(rounds.of(SMARTBEAK, "game-day")).hasSize(1);
  }

  @Test
  void isBegunLateAndOnceAfterAStandstill() {
    response.at(Instant.parse("2041-09-20T03:00:00Z"));
    look();
    look();
    assertThat(rounds.of(SMARTBEAK, REVIEW)).extracting(Round::period).containsExactly("2041-09");
    assertThat(rounds.of(SMARTBEAK, "process-update"))
        .extracting(Round::period)
        .containsExactly("2041-Q3");
    assertThat(latest(REVIEW).dueAt())
        .as("never later than its period")
        .isBeforeOrEqualTo(Instant.parse("2041-10-01T04:00:00Z"));
  }

  @Test
  void isDoneWithEvidenceAndActionItems() {
    var round = june();
    answer(
        round,
        Map.of(
            "routineChoice", "done",
            "routineFound", "Two of three were deployments",
            "routineEvidence", "https://wiki.example.org/june",
            "actionItems",
                List.of(
                    Map.of(
                        "title", "Watch deployments",
                        "kind", "process",
                        "owner", "techlead",
                        "dueDate", "2041-07-15"))));
    assertThat(rounds.get(round.id()))
        .extracting(Round::state, Round::found, Round::evidence, Round::settledBy)
        .containsExactly(
            State.DONE, "Two of three were deployments", "https://wiki.example.org/june", "owner");
    assertThat(running(round)).isFalse();
    assertThat(calendar.get(SMARTBEAK, REVIEW))
        .extracting(Routine::standing, it -> String.valueOf(it.lastDone()).contains("2041-06"))
        .containsExactly(Routine.Standing.WAITING, true);

    var item = items.list(ActionItemFilter.ofRoutine(round.id())).get(0);
    assertThat(item.incident()).isNull();
    assertThat(item.policy()).isEqualTo(SMARTBEAK);
    assertThat(item.origin()).isEqualTo("routine");
    jobs.runDue("action-item", "actionItemId", item.id());
    var task =
        tasks
            .createTaskQuery()
            .taskDefinitionKey("Task_doActionItem")
            .processVariableValueEquals("actionItemId", item.id())
            .singleResult();
    assertThat(task.getAssignee()).isEqualTo("techlead");
    assertThat(task.getName()).isEqualTo("Do the action item (Watch deployments)");
    assertThat(told("action-item-assigned", "2041-06")).contains("techlead");
    atomic.run(() -> items.complete(item.id(), "Seen", OWNER));
    jobs.runDue("action-item", "actionItemId", item.id());
    assertThat(tasks.createTaskQuery().taskId(task.getId()).count()).isZero();
  }

  @Test
  void isLeftOutWithAReasonOnly() {
    var round = june();
    assertThatThrownBy(() -> answer(round, Map.of("routineChoice", "skip")))
        .hasMessageContaining("routineReason: say why it is left out this time");
    assertThatThrownBy(() -> answer(round, Map.of("routineChoice", "done")))
        .hasMessageContaining("routineFound: say what was found");
    assertThatThrownBy(
            () ->
                answer(
                    round,
                    Map.of(
                        "routineChoice", "done", "routineFound", "x", "routineEvidence", "mine")))
        .hasMessageContaining("routineEvidence: give an http or https address");
    assertThat(rounds.get(round.id()).open()).isTrue();
    answer(round, Map.of("routineChoice", "skip", "routineReason", "Nothing happened"));
    assertThat(rounds.get(round.id()))
        .extracting(Round::state, Round::found)
        .containsExactly(State.SKIPPED, "Nothing happened");
  }

  @Test
  void endsWhenItIsSettledElsewhereOrMissed() {
    var round = june();
    atomic.run(() -> rounds.done(round.id(), "In the meeting", null, OWNER));
    runDue(round);
    assertThat(running(round)).isFalse();
    assertThatThrownBy(() -> atomic.run(() -> rounds.skip(round.id(), "No", OWNER)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("is done");

    response.at(Instant.parse("2041-07-01T18:00:00Z"));
    look();
    var july = latest(REVIEW);
    assertThat(july.period()).isEqualTo("2041-07");
    task(july);
    response.at(Instant.parse("2041-08-01T18:00:00Z"));
    look();
    runDue(july);
    assertThat(rounds.get(july.id()).state()).isEqualTo(State.MISSED);
    assertThat(running(july)).isFalse();
    assertThat(latest(REVIEW).period()).isEqualTo("2041-08");
  }

  @Test
  void remindsBeforeAndAfterAndEscalatesOnce() {
    var round = june();
    assertThat(told("routine-begun", round)).contains("owner");
    assertThat(told("routine-due", round)).isEmpty();
    response.at(round.dueAt().minusSeconds(3 * 86_400));
    runDue(round);
    assertThat(told("routine-due", round)).contains("owner");
    response.at(round.dueAt().plusSeconds(60));
    runDue(round);
    assertThat(calendar.get(SMARTBEAK, REVIEW).standing()).isEqualTo(Routine.Standing.OVERDUE);
    assertThat(told("routine-overdue", round)).contains("owner");
    assertThat(told("routine-escalated", round)).isEmpty();
    response.at(round.dueAt().plusSeconds(7 * 86_400 + 60));
    runDue(round);
    assertThat(told("routine-escalated", round)).contains("manager");
    assertThat(told("routine-due", round)).hasSize(told("routine-begun", round).size());
  }

  @Test
  void asksPeopleToConfirmTheirContactsOnce() {
    onlyOf(List.of("parsify", "storefront"));
    response.at(Instant.parse("2041-07-01T18:00:00Z"));
    look();
    var round = rounds.of("parsify", "playbook-review").get(0);
    runDue(round);
    var asked = confirmations(round);
    assertThat(asked).extracting(Task::getAssignee).contains("techlead", "scribe", "manager");
    assertThat(told("contacts-to-confirm", String.valueOf(round.id()))).contains("techlead");
    assertThat(
            tasks
                .createTaskQuery()
                .taskDefinitionKey("Task_doRoutine")
                .processVariableValueEquals("routineId", round.id())
                .count())
        .as("contacts first")
        .isZero();
    var other = rounds.of("storefront", "procedure-review").get(0);
    runDue(other);
    assertThat(confirmations(other)).as("nobody is asked twice").isEmpty();

    var techlead = of(asked, "techlead");
    assertThat(tasks.getVariable(techlead.getId(), "briefing").toString()).contains("Phone: ");
    submit(techlead, "techlead", Map.of("contactRight", "yes"));
    var scribe = of(asked, "scribe");
    assertThatThrownBy(() -> submit(scribe, "scribe", Map.of("contactRight", "no")))
        .hasMessageContaining("contactRemark: say what has changed");
    submit(scribe, "scribe", Map.of("contactRight", "no", "contactRemark", "New number"));
    assertThat(rounds.get(other.id()).report())
        .as("what was prepared for whoever asked nobody")
        .contains("Confirmed: 1 of", "New number");

    response.at(round.dueAt().minusSeconds(7 * 86_400));
    runDue(round);
    assertThat(confirmations(round)).as("the time is up").isEmpty();
    assertThat(tasks.getVariable(task(round).getId(), "routineReport").toString())
        .contains("Confirmed: 1 of", "New number", "No answer yet: ");
    assertThat(rounds.get(round.id()).contactsAskedAt()).isNotNull();
  }

  @Test
  void goesOnAskingForAnotherRoundWhenTheOneThatAsksIsLeftOut() {
    onlyOf(List.of("parsify", "storefront"));
    response.at(Instant.parse("2041-07-01T18:00:00Z"));
    look();
    var asking = rounds.of("parsify", "playbook-review").get(0);
    runDue(asking);
    var counting = rounds.of("storefront", "procedure-review").get(0);
    runDue(counting);

    atomic.run(() -> rounds.skip(asking.id(), "Nothing has changed", OWNER));
    runDue(asking);

    submit(of(confirmations(asking), "techlead"), "techlead", Map.of("contactRight", "yes"));
    assertThat(rounds.get(counting.id()).report()).contains("Confirmed: 1 of");

    answer(counting, Map.of("routineChoice", "done", "routineFound", "All is well"));
    runDue(asking);
    assertThat(confirmations(asking)).as("nobody counts on it any more").isEmpty();
    assertThat(running(asking)).isFalse();

    var next = atomic.call(() -> rounds.begin("subjunctive", "procedure-review", OWNER));
    runDue(next);
    assertThat(confirmations(next))
        .as("whoever could not answer is asked")
        .extracting(Task::getAssignee)
        .contains("scribe")
        .doesNotContain("techlead");
  }

  @Test
  void endsTheQuestionsOfARoundThatIsLeftOutWhenNoOtherCountsOnThem() {
    onlyOf(List.of("parsify"));
    response.at(Instant.parse("2041-07-01T18:00:00Z"));
    look();
    var asking = rounds.of("parsify", "playbook-review").get(0);
    runDue(asking);
    assertThat(confirmations(asking)).isNotEmpty();

    atomic.run(() -> rounds.skip(asking.id(), "Nothing has changed", OWNER));
    runDue(asking);

    assertThat(confirmations(asking)).isEmpty();
    assertThat(running(asking)).isFalse();
  }

  @Test
  void isDoneByADrillOfItsKindThatPeoplePlayed() {
    response.at(JUNE);
    look();
    var tabletop = rounds.of(SMARTBEAK, "tabletop").get(0);
    task(tabletop);
    scored("simulation", 2, false, false);
    scored("tabletop", 2, true, false);
    scored("tabletop", 2, false, true);
    assertThat(rounds.get(tabletop.id()).open()).isTrue();
    scored("tabletop", 2, false, false);
    runDue(tabletop);
    assertThat(rounds.get(tabletop.id()))
        .extracting(Round::state, Round::settledBy)
        .containsExactly(State.DONE, "drill");
    assertThat(rounds.get(tabletop.id()).evidence()).endsWith("/drills/DRILL-2041-06-03-001");
    assertThat(running(tabletop)).isFalse();

    scored("game-day", 3, false, false);
    scored("game-day", 3, false, false);
    assertThat(rounds.of(SMARTBEAK, "game-day"))
        .as("of a quarter that the calendar had not begun")
        .extracting(Round::period, Round::state)
        .containsExactly(org.assertj.core.api.Assertions.tuple("2041-Q2", State.DONE));
    response.at(Instant.parse("2041-06-20T12:00:00Z"));
    look();
    assertThat(rounds.of(SMARTBEAK, "game-day")).hasSize(1);
  }

  @Test
  void countsADrillForThePeriodItWasBegunInAlsoWhenItIsScoredInTheNextOne() {
    response.at(JUNE);
    look();
    var june = rounds.of(SMARTBEAK, "tabletop").get(0);
    response.at(june.ends().plusDays(20).atTime(12, 0).toInstant(ZoneOffset.UTC));
    look();
    assertThat(rounds.get(june.id()).state()).isEqualTo(State.MISSED);
    var next = rounds.of(SMARTBEAK, "tabletop").get(0);

    scored("tabletop", 2, false, false);

    assertThat(rounds.get(june.id()))
        .extracting(Round::state, Round::settledBy, Round::found)
        .containsExactly(State.DONE, "drill", "A drill (DRILL-2041-06-03-001), 80 % of the points");
    assertThat(rounds.get(next.id()).open()).as("of the next period").isTrue();
  }

  @Test
  void countsADrillForThePeriodThatRunsAlsoWhenTheOneBeforeIsStillOpen() {
    response.at(Instant.parse("2041-08-01T18:00:00Z"));
    look();
    var august = rounds.of(SMARTBEAK, "tabletop").get(0);
    // A Sunday: the calendar begins September the day after.
    var september = Instant.parse("2041-09-01T12:00:00Z");
    response.at(september);
    look();
    assertThat(rounds.get(august.id()).open()).isTrue();

    scored("tabletop", 2, false, false, false, september);

    assertThat(rounds.of(SMARTBEAK, "tabletop"))
        .extracting(Round::period, Round::state)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("2041-09", State.DONE),
            org.assertj.core.api.Assertions.tuple("2041-08", State.MISSED));
    response.at(Instant.parse("2041-09-02T18:00:00Z"));
    look();
    assertThat(rounds.of(SMARTBEAK, "tabletop")).hasSize(2);
  }

  @Test
  void saysNothingOfHowARestrictedDrillWent() {
    response.at(JUNE);
    look();
    var tabletop = rounds.of(SMARTBEAK, "tabletop").get(0);
    scored("tabletop", 2, false, false, true);

    assertThat(rounds.get(tabletop.id()))
        .extracting(Round::state, Round::found, Round::evidence)
        .containsExactly(State.DONE, "A drill", null);
  }

  /** The engine's own timer: there is one, and it goes on. */
  private void look() {
    var job =
        management
            .createJobQuery()
            .processDefinitionKey("routine-calendar")
            .timers()
            .singleResult();
    management.executeJob(job.getId());
    management
        .createJobQuery()
        .processDefinitionKey("routine-calendar")
        .messages()
        .list()
        .forEach(begin -> management.executeJob(begin.getId()));
  }

  private Round june() {
    response.at(JUNE);
    look();
    var round = latest(REVIEW);
    runDue(round);
    return round;
  }

  private Round latest(String routine) {
    return rounds.of(SMARTBEAK, routine).get(0);
  }

  private void scored(String kind, int level, boolean unattended, boolean aborted) {
    scored(kind, level, unattended, aborted, false);
  }

  private void scored(
      String kind, int level, boolean unattended, boolean aborted, boolean restricted) {
    scored(kind, level, unattended, aborted, restricted, JUNE);
  }

  private void scored(
      String kind,
      int level,
      boolean unattended,
      boolean aborted,
      boolean restricted,
      Instant startedAt) {
    atomic.run(
        () ->
            events.publishEvent(
                new DrillScored(
                    "DRILL-2041-06-03-001",
                    "A drill",
                    SMARTBEAK,
                    kind,
                    level,
                    "drill",
                    startedAt,
                    80,
                    unattended,
                    aborted,
                    restricted)));
  }

  private Task task(Round round) {
    runDue(round);
    return tasks
        .createTaskQuery()
        .taskDefinitionKey("Task_doRoutine")
        .processVariableValueEquals("routineId", round.id())
        .singleResult();
  }

  private List<Task> confirmations(Round round) {
    return tasks
        .createTaskQuery()
        .taskDefinitionKey("Task_confirmContacts")
        .processVariableValueEquals("routineId", round.id())
        .list();
  }

  private static Task of(List<Task> some, String person) {
    return some.stream()
        .filter(task -> person.equals(task.getAssignee()))
        .findFirst()
        .orElseThrow();
  }

  private void answer(Round round, Map<String, Object> answers) {
    submit(task(round), "owner", answers);
    runDue(round);
  }

  private void submit(Task task, String person, Map<String, Object> answers) {
    identity.setAuthentication(person, List.of("process-owner"));
    try {
      forms.submitTaskForm(task.getId(), answers);
    } finally {
      identity.clearAuthentication();
    }
  }

  private void runDue(Round round) {
    for (int i = 0; i < 3; i++) {
      for (var process : List.of("routine", "contact-check", "routine-reminders")) {
        jobs.runDue(process, "routineId", round.id());
      }
    }
  }

  private boolean running(Round round) {
    return runtime
            .createProcessInstanceQuery()
            .processInstanceBusinessKey("#routine-" + round.id())
            .count()
        > 0;
  }

  private List<String> told(String event, Round round) {
    return told(event, String.valueOf(round.id()));
  }

  private List<String> told(String event, @Nullable String about) {
    return jdbc.sql(
            "select distinct recipient from delivery where event = ?"
                + " and (round = ? or round like ? or subject like ?) and incident is null")
        .params(event, about, about + "-%", "%" + about + "%")
        .query(String.class)
        .list();
  }
}
