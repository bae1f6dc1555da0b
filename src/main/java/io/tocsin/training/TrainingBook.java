package io.tocsin.training;

import io.tocsin.engine.Atomic;
import io.tocsin.people.People;
import io.tocsin.people.Rotas;
import io.tocsin.people.Rotas.Rota;
import io.tocsin.policy.Policies;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Trainings and qualifications for pages and programs. */
@Service
public class TrainingBook {

  private static final int MOST = 200;

  private final TrainingStore store;
  private final Trainings trainings;
  private final Qualified qualified;
  private final Quizzes quizzes;
  private final People people;
  private final Rotas rotas;
  private final Policies policies;
  private final Atomic atomic;
  private final Clock clock;

  TrainingBook(
      TrainingStore store,
      Trainings trainings,
      Qualified qualified,
      Quizzes quizzes,
      People people,
      Rotas rotas,
      Policies policies,
      Atomic atomic,
      Clock clock) {
    this.store = store;
    this.trainings = trainings;
    this.qualified = qualified;
    this.quizzes = quizzes;
    this.people = people;
    this.rotas = rotas;
    this.policies = policies;
    this.atomic = atomic;
    this.clock = clock;
  }

  /**
   * One step of a training.
   *
   * @param step as models name it
   * @param note what stands in the way, or null
   */
  public record Step(String step, String title, int done, int of, @Nullable String note) {

    public boolean complete() {
      return done >= of;
    }
  }

  /**
   * A training in short.
   *
   * @param steps those that are asked for
   * @param overdue whether it should be over by now
   */
  public record Shown(Training training, String name, List<Step> steps, boolean overdue) {

    Shown forAll() {
      return new Shown(training.forAll(), name, steps, overdue);
    }

    /** Returns whether only the sign-off is left. */
    public boolean readyToSign() {
      return training.open() && steps.stream().allMatch(Step::complete);
    }
  }

  /**
   * Who is qualified.
   *
   * @param state valid, due (to be renewed soon) or lapsed
   */
  public record Holder(Qualification qualification, String name, String by, String state) {}

  /** Returns trainings: open ones first. Nulls do not filter. */
  @Transactional(readOnly = true)
  public List<Shown> list(@Nullable String person, @Nullable String state) {
    return store.list(person, state, MOST).stream().map(this::shown).toList();
  }

  /**
   * Returns a training.
   *
   * @throws io.tocsin.problem.NotFoundException when there is none
   */
  @Transactional(readOnly = true)
  public Shown get(long id) {
    return shown(store.get(id));
  }

  /** Returns what was done in it. */
  @Transactional(readOnly = true)
  public Evidence evidence(long id) {
    return store.evidence(id);
  }

  /** Returns who is qualified, or was until it ran out. */
  @Transactional(readOnly = true)
  public List<Holder> holders(@Nullable String purpose) {
    var now = clock.instant();
    return qualified.current(purpose == null ? null : Purpose.of(purpose)).stream()
        .map(
            one ->
                new Holder(
                    one,
                    name(one.person()),
                    name(one.by()),
                    !one.until().isAfter(now)
                        ? "lapsed"
                        : one.remindAt().isAfter(now) ? "valid" : "due"))
        .toList();
  }

  /** Returns what somebody can be trained for: rotations and policies. */
  public List<String> purposes() {
    return Stream.concat(
            rotas.all().stream().map(Rota::id).map(id -> Purpose.ROTATION + ":" + id),
            policies.ids().stream().map(id -> Purpose.POLICY + ":" + id))
        .toList();
  }

  /** Begins a training and returns its id. */
  public Training start(String person, String purpose, String by) {
    var wanted = Purpose.of(purpose);
    return atomic.call(() -> trainings.start(person, wanted, by));
  }

  public Training withdraw(long id, String reason) {
    return atomic.call(() -> trainings.withdraw(id, reason));
  }

  @Transactional
  public Qualification takeAway(long id, String reason, String by) {
    return qualified.takeAway(id, reason, by);
  }

  /** Returns the name of a person for people. */
  public String name(String person) {
    return people.name(person);
  }

  private Shown shown(Training training) {
    var done = store.evidence(training.id());
    var asked = training.requirements();
    var passed =
        (int)
            asked.quizzes().stream()
                .filter(quiz -> done.passed(quiz, training.quizzesFrom()))
                .count();
    var waiting = done.shifts().stream().filter(shift -> shift.confirmed() == null).count();
    var opens = training.open() ? trainings.left(training.id(), "quiz").opensAt() : null;
    var steps =
        Stream.of(
                new Step(
                    "shadowing",
                    "Shifts shadowed",
                    (int) done.confirmedShifts(),
                    training.shifts(),
                    waiting == 0 ? null : waiting + " to be confirmed"),
                new Step(
                    "reading", "Incidents read", done.readings().size(), training.readings(), null),
                new Step("drill", "Drills", done.drills().size(), training.drills(), null),
                new Step(
                    "quiz",
                    "Quizzes passed",
                    passed,
                    asked.quizzes().size(),
                    opens == null ? null : "pause between attempts"))
            .filter(step -> step.of() > 0)
            .toList();
    return new Shown(
        training,
        name(training.person()),
        steps,
        training.open() && training.dueAt().isBefore(clock.instant()));
  }

  /** Returns the titles of quizzes by their ids, for pages. */
  public String quizTitle(String id) {
    return quizzes.all().stream()
        .filter(quiz -> quiz.id().equals(id))
        .map(Quiz::title)
        .findFirst()
        .orElse(id);
  }
}
