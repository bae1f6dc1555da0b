package io.tocsin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.OnCallTraining;
import io.tocsin.engine.model.Qualification;
import io.tocsin.engine.model.TrainingDrill;
import io.tocsin.engine.model.TrainingQuiz;
import io.tocsin.engine.model.TrainingReading;
import io.tocsin.engine.model.TrainingShadowing;
import io.tocsin.people.People;
import io.tocsin.people.Qualifications;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.support.Jobs;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One training, from its start to the renewal of the qualification. */
@TocsinTest
class TrainingProcessTest {

  private static final Instant T0 = Instant.parse("2026-02-12T09:00:00Z");
  private static final Purpose POLICY = Purpose.of("policy:parsify");
  private static final Purpose SECONDARY = Purpose.of("rotation:secondary");

  @Autowired Trainings trainings;
  @Autowired TrainingBook book;
  @Autowired TrainingStore store;
  @Autowired Qualified qualified;
  @Autowired Qualifications qualifications;
  @Autowired People people;
  @Autowired Response response;
  @Autowired Atomic atomic;
  @Autowired Jobs jobs;
  @Autowired TaskService tasks;
  @Autowired FormService forms;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired IdentityService identity;
  @Autowired JdbcClient jdbc;

  private long id;

  @BeforeEach
  void onAThursdayMorning() {
    response.at(T0);
  }

  @AfterEach
  void endWhatIsOpen() {
    if (id != 0 && store.get(id).open()) {
      var unused = trainings.withdraw(id, "The test is over");
    }
    jdbc.sql("delete from oncall_override").update();
  }

  @Test
  void isQualifiedAfterReadingADrillTheQuizAndTheSignOff() {
    begin("oncall1", POLICY);
    assertThat(open())
        .containsExactlyInAnyOrder(
            TrainingReading.Elements.TASK_READ_INCIDENT,
            TrainingDrill.Elements.TASK_NAME_DRILL,
            TrainingQuiz.Elements.TASK_ANSWER_QUIZ);
    var reading = task(TrainingReading.Elements.TASK_READ_INCIDENT);
    assertThat(reading.getName()).isEqualTo("Write what an incident taught (Ines Costa)");
    assertThat(reading.getAssignee()).isEqualTo("oncall1");
    assertThat(reading.getDueDate()).isEqualTo(store.get(id).dueAt());

    read(incident("closed", false, "checkout"));
    read(incident("closed", false, "ledger"));
    assertThat(open()).doesNotContain(TrainingReading.Elements.TASK_READ_INCIDENT);

    var drill = drill("oncall1", true);
    answer(TrainingDrill.Elements.TASK_NAME_DRILL, "oncall1", Map.of("drillTaken", drill));
    passQuizzes("oncall1");

    var signOff = task(OnCallTraining.Elements.TASK_SIGN_OFF_TRAINING);
    assertThat(shown(signOff, "trainingFacts"))
        .contains("What it taught", drill, "100 %", "general");
    assertThat(book.get(id).readyToSign()).isTrue();
    answer(
        OnCallTraining.Elements.TASK_SIGN_OFF_TRAINING,
        "commander",
        Map.of("trainingVerdict", "ready", "signOffNote", "Calm and careful"));

    assertThat(running()).isFalse();
    assertThat(store.get(id).state()).isEqualTo("qualified");
    assertThat(qualified.last("oncall1", POLICY))
        .get()
        .satisfies(
            one -> {
              assertThat(one.since()).isEqualTo(T0);
              assertThat(one.until()).isEqualTo("2027-02-12T09:00:00Z");
              assertThat(one.by()).isEqualTo("commander");
              assertThat(one.training()).isEqualTo(id);
            });
  }

  @Test
  void aShiftCountsWhenWhoeverWasShadowedHasConfirmedIt() {
    begin("techlead", SECONDARY);
    // In this week Ines Costa is second.
    note("2026-02-10", "oncall1");
    var confirm = task(TrainingShadowing.Elements.TASK_CONFIRM_SHIFT);
    assertThat(confirm.getAssignee()).isEqualTo("oncall1");
    assertThat(shown(confirm, "trainingFacts")).contains("Tomas Berg", "2026-02-10", "> Two pages");

    assertThatThrownBy(() -> confirm("commander", "yes", null))
        .hasMessageContaining("only Ines Costa can confirm it");
    assertThatThrownBy(() -> confirm("oncall1", "no", null))
        .hasMessageContaining("say why it was not so");
    confirm("oncall1", "no", "I was alone");
    assertThat(store.evidence(id).confirmedShifts()).isZero();
    assertThat(shown(task(TrainingShadowing.Elements.TASK_NOTE_SHIFT), "trainingFacts"))
        .contains("0 of 2", "Not confirmed", "I was alone");

    note("2026-02-10", "oncall1");
    confirm("oncall1", "yes", null);
    note("2026-02-11", "oncall1");
    confirm("oncall1", "yes", null);
    assertThat(open()).doesNotContain(TrainingShadowing.Elements.TASK_NOTE_SHIFT);
    assertThat(book.get(id).steps().get(0))
        .isEqualTo(new TrainingBook.Step("shadowing", "Shifts shadowed", 2, 2, null));
  }

  @Test
  void offersWhoeverStoodInToBeShadowed() {
    begin("techlead", SECONDARY);
    override("scribe", "2026-02-13T09:00:00Z");
    override("monitor", "2026-02-20T09:00:00Z");
    response.at(T0.plus(Duration.ofDays(3)));

    assertThat(trainings.toShadow(id))
        .containsEntry("scribe", "Sanna Virtanen")
        .containsKey("oncall1")
        .as("the shift lies ahead")
        .doesNotContainKey("monitor");
    note("2026-02-13", "scribe");
    assertThat(task(TrainingShadowing.Elements.TASK_CONFIRM_SHIFT).getAssignee())
        .isEqualTo("scribe");
  }

  private void override(String person, String from) {
    jdbc.sql(
            "insert into oncall_override (id, rotation, person, starts_at, ends_at, reason,"
                + " created_by, created_at) values (?, 'secondary', ?, ?::timestamptz,"
                + " ?::timestamptz + interval '1 day', 'Dentist', 'manager', ?)")
        .params(UUID.randomUUID(), person, from, from, Timestamp.from(T0))
        .update();
  }

  @Test
  void refusesShiftsThatWereNone() {
    begin("techlead", SECONDARY);
    assertThatThrownBy(() -> note("2026-02-13", "oncall1")).hasMessageContaining("lies ahead");
    assertThatThrownBy(() -> note("2026-02-10", "oncall2"))
        .hasMessageContaining("'oncall2' was not on call on 2026-02-10; oncall1");
    assertThatThrownBy(() -> note("2026-02-10", "techlead"))
        .hasMessageContaining("nobody whom you can accompany");
    assertThatThrownBy(() -> note("2025-02-09", "oncall1"))
        .hasMessageContaining("nobody was on call");
    assertThatThrownBy(() -> note("yesterday", "oncall1")).hasMessageContaining("no date such as");
    note("2026-02-10", "oncall1");
    confirm("oncall1", "yes", null);
    assertThatThrownBy(() -> note("2026-02-10", "oncall1")).hasMessageContaining("noted already");
  }

  @Test
  void readsOnlyClosedIncidentsOfTheOwnServicesThatAreNoSecret() {
    begin("oncall2", POLICY);
    var fits = incident("closed", false, "checkout");
    for (var wrong :
        List.of(
            incident("resolved", false, "checkout"),
            incident("closed", true, "checkout"),
            incident("closed", false, "somebody-elses"),
            "INC-2001-01-01-001")) {
      assertThatThrownBy(() -> read(wrong)).hasMessageContaining("no closed incident of your");
    }
    assertThatThrownBy(
            () ->
                answer(
                    TrainingReading.Elements.TASK_READ_INCIDENT,
                    "manager",
                    Map.of("incidentRead", fits, "lesson", "x")))
        .hasMessageContaining("only Jonas Weber can do this");
    read(fits);
    assertThatThrownBy(() -> read(fits)).hasMessageContaining("you have written about");
  }

  @Test
  void aDrillCountsWhenOneTookPartAndItsScorecardIsGoodEnough() {
    begin("oncall2", POLICY);
    var others = drill("commander", true);
    var poor = drill("oncall2", false);
    assertThatThrownBy(() -> name(others)).hasMessageContaining("in which you took part");
    assertThatThrownBy(() -> name(poor))
        .hasMessageContaining("made 0 % of its points, and 60 % are asked for");
    var good = drill("oncall2", true);
    name(good);
    assertThat(store.evidence(id).drills())
        .extracting(Evidence.PlayedDrill::incident, Evidence.PlayedDrill::percent)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(good, 100));
  }

  @Test
  void aFailedAttemptIsRecordedAndThereIsAPauseBeforeTheNext() {
    begin("scribe", POLICY);
    var task = task(TrainingQuiz.Elements.TASK_ANSWER_QUIZ);
    var form = tasks.getVariablesLocal(task.getId());
    var exam = trainings.exam(id).orElseThrow();
    assertThat(form.toString()).contains(exam.paper().asked().get(0).question().question());
    assertThat(form.keySet())
        .allMatch(name -> name.matches("trainingFacts|(question|options|answer)\\d+"));
    assertThat(shown(task, "trainingFacts")).contains("On call in general", "attempt 1", "80 %");

    assertThatThrownBy(() -> answerQuiz("manager", true))
        .hasMessageContaining("only Sanna Virtanen can do this");
    answerQuiz("scribe", false);
    assertThat(store.evidence(id).attempts())
        .extracting(Evidence.Attempt::quiz, Evidence.Attempt::passed, Evidence.Attempt::correct)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("general", false, 0));
    assertThat(open()).doesNotContain(TrainingQuiz.Elements.TASK_ANSWER_QUIZ);
    assertThat(book.get(id).steps())
        .extracting(TrainingBook.Step::note)
        .contains("pause between attempts");
    assertThatThrownBy(() -> trainings.answer(id, place -> "x", "scribe"))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("2026-02-12T10:00:00Z");

    response.at(T0.plus(Duration.ofHours(1)));
    runDue();
    assertThat(shown(task(TrainingQuiz.Elements.TASK_ANSWER_QUIZ), "trainingFacts"))
        .contains("attempt 2", "Last time: On call in general, 0 of 8, not passed");
    answerQuiz("scribe", true);
    assertThat(trainings.exam(id)).isEmpty();
  }

  @Test
  void nobodySignsTheirOwnAndOnlyTheRightOnesSign() {
    begin("commander", POLICY);
    skipToSignOff("commander");
    assertThatThrownBy(() -> sign("commander", "ready"))
        .hasMessageContaining("nobody signs their own training off");
    assertThatThrownBy(() -> trainings.signOff(id, true, List.of(), "x", "support"))
        .hasMessageContaining("is for incident-commander and management");
    sign("manager", "ready");
    assertThat(qualified.last("commander", POLICY).orElseThrow().by()).isEqualTo("manager");
  }

  @Test
  void whoIsNotReadyDoesSomeStepsOnceMore() {
    begin("support", POLICY);
    skipToSignOff("support");
    assertThatThrownBy(
            () ->
                answer(
                    OnCallTraining.Elements.TASK_SIGN_OFF_TRAINING,
                    "manager",
                    Map.of("trainingVerdict", "not-yet", "signOffNote", "Too hasty")))
        .hasMessageContaining("choose what is to be done once more");
    response.at(T0.plusSeconds(30));
    answer(
        OnCallTraining.Elements.TASK_SIGN_OFF_TRAINING,
        "manager",
        Map.of(
            "trainingVerdict", "not-yet",
            "signOffNote", "Too hasty",
            "stepsAgain", List.of("reading", "quiz")));
    assertThat(open())
        .containsExactlyInAnyOrder(
            TrainingReading.Elements.TASK_READ_INCIDENT, TrainingQuiz.Elements.TASK_ANSWER_QUIZ);
    response.at(T0.plusSeconds(60));
    read(incident("closed", false, "checkout"));
    passQuizzes("support");
    sign("manager", "ready");
    assertThat(store.evidence(id).signOffs())
        .extracting(Evidence.SignOff::ready)
        .containsExactly(false, true);
  }

  @Test
  void aTrainingCanBeWithdrawn() {
    begin("monitor", POLICY);
    assertThatThrownBy(() -> trainings.start("monitor", POLICY, "manager"))
        .hasMessageContaining("is in training for policy parsify already");
    assertThat(trainings.withdraw(id, "Moves to another team").state()).isEqualTo("withdrawn");
    assertThat(running()).isFalse();
    assertThat(open()).isEmpty();
    assertThatThrownBy(() -> trainings.withdraw(id, "again")).hasMessageContaining("is over");
  }

  @Test
  void refusesUnknownPeopleAndPurposes() {
    assertThatThrownBy(() -> trainings.start("nobody", POLICY, "manager"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'nobody' is not in the directory; it has");
    assertThatThrownBy(() -> trainings.start("sim-oncall", POLICY, "manager"))
        .hasMessageContaining("is not in the directory");
    assertThatThrownBy(() -> trainings.start("exec", Purpose.of("rotation:night"), "manager"))
        .hasMessageContaining("'night' is no rotation; there are primary");
    assertThatThrownBy(() -> trainings.start("exec", Purpose.of("policy:none"), "manager"))
        .hasMessageContaining("'none' is no policy; there are");
  }

  @Test
  void aQualificationRunsOutAfterARemindersAndIsRenewedByLess() {
    var asked = atomic.call(() -> new Requirements.Table(new Fixed()).of(POLICY, false));
    var one = atomic.call(() -> qualified.give("security", SECONDARY, asked, "manager", null, T0));
    assertThat(qualifications.qualified("security", "secondary", T0)).isTrue();
    assertThat(qualifications.qualified("legal", "secondary", T0)).isFalse();
    assertThat(qualifications.qualified("security", "never-kept", T0)).isNull();

    letTimePass(one, one.remindAt());
    assertThat(told(one)).extracting(Told::event).containsExactly("qualification-due");
    assertThat(told(one).get(0).body())
        .contains("Sofia Lind", "rotation secondary", "2027-02-12 09:00 UTC", "/training");
    assertThat(qualifications.qualified("security", "secondary", one.until().minusSeconds(1)))
        .isTrue();

    id = trainings.start("security", SECONDARY, "manager").id();
    assertThat(store.get(id).renewal()).isTrue();
    assertThat(store.get(id).shifts()).isZero();

    letTimePass(one, one.until());
    assertThat(told(one))
        .extracting(Told::event)
        .containsExactlyInAnyOrder("qualification-due", "qualification-lapsed");
    assertThat(qualifications.qualified("security", "secondary", one.until())).isFalse();
    assertThat(book.holders("rotation:secondary"))
        .filteredOn(holder -> holder.qualification().person().equals("security"))
        .extracting(TrainingBook.Holder::state)
        .containsExactly("lapsed");
    assertThat(jobsOf(one)).isZero();
  }

  @Test
  void whatWasRenewedOrTakenAwayIsNotRemindedOf() {
    var asked = new Requirements.Table(new Fixed()).of(POLICY, false);
    var first = atomic.call(() -> qualified.give("exec", POLICY, asked, "manager", null, T0));
    response.at(T0.plusSeconds(60));
    var second =
        atomic.call(
            () -> qualified.give("exec", POLICY, asked, "manager", null, T0.plusSeconds(60)));
    var ended = atomic.call(() -> qualified.takeAway(second.id(), "Has left the team", "manager"));
    assertThat(ended.endedAt()).isEqualTo(T0.plusSeconds(60));
    assertThatThrownBy(() -> atomic.call(() -> qualified.takeAway(second.id(), "x", "manager")))
        .isInstanceOf(ConflictException.class);
    letTimePass(first, first.until());
    letTimePass(second, second.until());
    assertThat(told(first)).isEmpty();
    assertThat(told(second)).isEmpty();
    assertThat(jobsOf(first) + jobsOf(second)).isZero();
  }

  private record Told(String event, String body) {}

  /** A decision that asks for little. */
  private static final class Fixed implements io.tocsin.engine.Decisions {

    @Override
    public List<Map<String, @Nullable Object>> evaluate(
        String decision, Map<String, ? extends @Nullable Object> inputs) {
      var row = new HashMap<String, @Nullable Object>();
      row.putAll(
          Map.of(
              "shifts",
              0,
              "readings",
              0,
              "drills",
              0,
              "drillPercent",
              0,
              "quizzes",
              "",
              "quizPause",
              "PT1H",
              "signedBy",
              "management",
              "validFor",
              "P1Y",
              "remindBefore",
              "P30D",
              "within",
              "P60D"));
      return List.of(row);
    }

    @Override
    public List<Map<String, @Nullable Object>> look(
        String decision, Map<String, ? extends @Nullable Object> inputs) {
      return evaluate(decision, inputs);
    }

    @Override
    public String version(String requirements) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Version deployed(String version) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> requirements() {
      return List.of();
    }
  }

  private void begin(String person, Purpose purpose) {
    id = trainings.start(person, purpose, "manager").id();
  }

  private void note(String day, String shadowed) {
    answer(
        TrainingShadowing.Elements.TASK_NOTE_SHIFT,
        "techlead",
        Map.of("shiftDate", day, "shadowedPerson", shadowed, "shiftNotes", "Two pages"));
  }

  private void confirm(String by, String answer, @Nullable String reason) {
    var values = new HashMap<String, Object>(Map.of("shiftConfirmed", answer));
    if (reason != null) {
      values.put("shiftReason", reason);
    }
    answer(TrainingShadowing.Elements.TASK_CONFIRM_SHIFT, by, values);
  }

  private void read(String incident) {
    answer(
        TrainingReading.Elements.TASK_READ_INCIDENT,
        store.get(id).person(),
        Map.of("incidentRead", incident, "lesson", "What it taught"));
  }

  private void name(String drill) {
    answer(
        TrainingDrill.Elements.TASK_NAME_DRILL,
        store.get(id).person(),
        Map.of("drillTaken", drill));
  }

  private void sign(String by, String verdict) {
    answer(
        OnCallTraining.Elements.TASK_SIGN_OFF_TRAINING,
        by,
        Map.of("trainingVerdict", verdict, "signOffNote", "Seen at work"));
  }

  private void skipToSignOff(String person) {
    read(incident("closed", false, "checkout"));
    read(incident("closed", false, "checkout"));
    name(drill(person, true));
    passQuizzes(person);
  }

  private void passQuizzes(String person) {
    while (trainings.exam(id).isPresent()) {
      answerQuiz(person, true);
    }
  }

  private void answerQuiz(String person, boolean right) {
    var exam = trainings.exam(id).orElseThrow();
    var answers = new HashMap<String, Object>();
    var asked = exam.paper().asked();
    for (int i = 0; i < asked.size(); i++) {
      var question = asked.get(i);
      question.options().stream()
          .filter(option -> option.label().equals(question.question().right()) == right)
          .findFirst()
          .ifPresent(option -> answers.put("answer" + (answers.size() + 1), option.value()));
    }
    answer(TrainingQuiz.Elements.TASK_ANSWER_QUIZ, person, answers);
  }

  private void answer(String task, String person, Map<String, ?> answers) {
    var values = new HashMap<String, Object>(answers);
    values.replaceAll(
        (name, value) ->
            value instanceof List<?> list
                ? org.camunda.spin.plugin.variable.SpinValues.jsonValue(
                        "[\""
                            + String.join("\",\"", list.stream().map(String::valueOf).toList())
                            + "\"]")
                    .create()
                : value);
    var open = task(task).getId();
    identity.setAuthentication(person, List.copyOf(people.find(person).orElseThrow().groups()));
    try {
      forms.submitTaskForm(open, values);
    } finally {
      identity.clearAuthentication();
    }
    runDue();
  }

  private void runDue() {
    for (var job = dueJob(); job != null; job = dueJob()) {
      management.executeJob(job);
    }
  }

  private @Nullable String dueJob() {
    return instances().stream()
        .flatMap(
            instance -> management.createJobQuery().processInstanceId(instance).list().stream())
        .filter(job -> job.getRetries() > 0)
        .filter(
            job ->
                !(job instanceof org.camunda.bpm.engine.impl.persistence.entity.TimerEntity)
                    || !job.getDuedate().after(ClockUtil.getCurrentTime()))
        .map(org.camunda.bpm.engine.runtime.Job::getId)
        .findFirst()
        .orElse(null);
  }

  private List<String> instances() {
    return runtime
        .createProcessInstanceQuery()
        .processInstanceBusinessKey("#training-" + id)
        .list()
        .stream()
        .map(instance -> instance.getProcessInstanceId())
        .toList();
  }

  private boolean running() {
    return !instances().isEmpty();
  }

  private List<String> open() {
    return tasks.createTaskQuery().processInstanceBusinessKey("#training-" + id).list().stream()
        .map(Task::getTaskDefinitionKey)
        .toList();
  }

  private Task task(String key) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey("#training-" + id)
        .taskDefinitionKey(key)
        .singleResult();
  }

  private String shown(Task task, String field) {
    return String.valueOf(tasks.getVariableLocal(task.getId(), field));
  }

  private void letTimePass(io.tocsin.training.Qualification one, Instant until) {
    response.at(until);
    jobs.runDue(Qualification.KEY, Variables.QUALIFICATION_ID.name(), one.id());
  }

  private long jobsOf(io.tocsin.training.Qualification one) {
    return runtime
        .createProcessInstanceQuery()
        .processDefinitionKey(Qualification.KEY)
        .variableValueEquals(Variables.QUALIFICATION_ID.name(), one.id())
        .count();
  }

  private List<Told> told(io.tocsin.training.Qualification one) {
    return jdbc.sql("select event, body from delivery where key in (?, ?) order by event")
        .params("qualification-due:" + one.id(), "qualification-lapsed:" + one.id())
        .query((row, n) -> new Told(row.getString("event"), row.getString("body")))
        .list();
  }

  /** A record of an incident as it stands afterwards. */
  private String incident(String status, boolean security, String service) {
    return insert("INC-2025-05-05-" + UUID.randomUUID(), status, security, false, service);
  }

  private String drill(String player, boolean good) {
    var number = insert("DRILL-2025-05-05-" + UUID.randomUUID(), "closed", false, true, "checkout");
    jdbc.sql(
            "insert into timeline_entry (incident, at, actor, source, kind, text)"
                + " values (?, ?, ?, 'tasklist', 'task', 'x')")
        .params(number, Timestamp.from(T0), player)
        .update();
    var scenario =
        "{\"id\":\"small\",\"title\":\"Small\",\"policy\":\"parsify\",\"kind\":\"x\","
            + "\"severity\":\"high\",\"story\":\"x\",\"services\":[],\"faults\":[],\"injects\":[],"
            + "\"responses\":[],\"expected\":[]}";
    var card =
        """
        {"drill": "%s", "scenario": "small", "title": "Small", "policy": "parsify",
         "startedAt": "2025-05-05T10:00:00Z", "endedAt": "2025-05-05T11:00:00Z", "pace": 1,
         "aftermathPace": 1, "results": [{"criterion": "acknowledged", "title": "x", "weight": 10,
         "passed": %s, "evidence": "x"}]}
        """
            .formatted(number, good);
    jdbc.sql(
            "insert into drill (incident, scenario, script, kind, lead, responders, unattended,"
                + " started_at, ended_at, scorecard) values (?, 'small', ?::jsonb, 'simulation',"
                + " 'drill', false, false, ?, ?, ?::jsonb)")
        .params(number, scenario, Timestamp.from(T0), Timestamp.from(T0), card)
        .update();
    return number;
  }

  private String insert(
      String number, String status, boolean security, boolean drill, String service) {
    jdbc.sql(
            "insert into incident (number, version, title, policy, severity, severity_label,"
                + " severity_confirmed, status, security, drill, services, links, declared_at,"
                + " root_cause_confirmed, whys, recent_change) values (?, 1, 'Sample', 'parsify',"
                + " 2, 'P1', true, ?, ?, ?, array[?]::text[], '{}', ?, false, '{}', false)")
        .params(number, status, security, drill, service, Timestamp.from(T0))
        .update();
    return number;
  }
}
