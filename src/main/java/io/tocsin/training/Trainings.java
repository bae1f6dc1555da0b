package io.tocsin.training;

import io.tocsin.catalog.Catalog;
import io.tocsin.drill.DrillBook;
import io.tocsin.engine.EngineAccess;
import io.tocsin.engine.TrainingProcess;
import io.tocsin.incident.IncidentFilter;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.people.Players;
import io.tocsin.people.Rotas;
import io.tocsin.people.Rotas.Rota;
import io.tocsin.people.Shift;
import io.tocsin.policy.Policies;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Trainings, step by step: what is asked for, what was done, and who said that it is enough. */
@Service
@Transactional
class Trainings {

  /** How many past incidents, and drills, a form offers. */
  private static final int OFFERED = 30;

  /** The steps as models and forms name them. */
  static final Set<String> STEPS = new TreeSet<>(Set.of("shadowing", "reading", "drill", "quiz"));

  private final TrainingStore store;
  private final Requirements.Table table;
  private final Quizzes quizzes;
  private final Qualified qualified;
  private final TrainingProcess process;
  private final People people;
  private final Rotas rotas;
  private final Policies policies;
  private final Catalog catalog;
  private final Incidents incidents;
  private final DrillBook drills;
  private final EngineAccess access;
  private final Clock clock;

  Trainings(
      TrainingStore store,
      Requirements.Table table,
      Quizzes quizzes,
      Qualified qualified,
      TrainingProcess process,
      People people,
      Rotas rotas,
      Policies policies,
      Catalog catalog,
      Incidents incidents,
      DrillBook drills,
      EngineAccess access,
      Clock clock) {
    this.store = store;
    this.table = table;
    this.quizzes = quizzes;
    this.qualified = qualified;
    this.process = process;
    this.people = people;
    this.rotas = rotas;
    this.policies = policies;
    this.catalog = catalog;
    this.incidents = incidents;
    this.drills = drills;
    this.access = access;
    this.clock = clock;
  }

  /** Begins a training: its model starts. */
  Training start(String person, Purpose purpose, String by) {
    return store.get(process.start(person, purpose.text(), by));
  }

  /**
   * Opens a training in the step of its model.
   *
   * @throws InvalidInputException when the person, the rotation or the policy is unknown
   * @throws ConflictException when it runs already
   */
  Training open(String person, String wanted, String by) {
    var purpose = Purpose.of(wanted);
    if (person.isBlank() || Players.isOne(person) || people.find(person.strip()).isEmpty()) {
      throw new InvalidInputException(
          "trainingPerson",
          "'%s' is not in the directory; it has %s"
              .formatted(
                  person, people.all().stream().map(Person::id).collect(Collectors.joining(", "))));
    }
    requireKnown(purpose);
    var who = person.strip();
    if (store.open(who, purpose).isPresent()) {
      throw new ConflictException(
          "%s is in training for %s already".formatted(who, purpose.words()));
    }
    var renewal = qualified.last(who, purpose).filter(this::fresh).isPresent();
    var asked = table.of(purpose, renewal);
    asked.quizzes().forEach(quizzes::get);
    return store.get(store.begin(who, purpose, renewal, asked, by));
  }

  /** Whoever was qualified once renews; one that was taken away begins anew. */
  private boolean fresh(Qualification last) {
    return last.endedAt() == null;
  }

  private void requireKnown(Purpose purpose) {
    var known = purpose.rotation() ? rotas.all().stream().map(Rota::id).toList() : policies.ids();
    if (!known.contains(purpose.id())) {
      throw new InvalidInputException(
          "trainingFor",
          "'%s' is no %s; there are %s"
              .formatted(purpose.id(), purpose.kind(), String.join(", ", known)));
    }
  }

  /**
   * What a step still needs.
   *
   * @param open whether anything is left
   * @param opensAt when a pause is over; null when there is none
   */
  record Left(boolean open, @Nullable Instant opensAt) {}

  @Transactional(readOnly = true)
  Left left(long id, String step) {
    var training = store.get(id);
    var done = store.evidence(id);
    return switch (step) {
      case "shadowing" -> new Left(done.confirmedShifts() < training.shifts(), null);
      case "reading" -> new Left(done.readings().size() < training.readings(), null);
      case "drill" -> new Left(done.drills().size() < training.drills(), null);
      case "quiz" -> quizLeft(training, done);
      default -> throw new IllegalStateException("'" + step + "' is none of " + STEPS);
    };
  }

  private Left quizLeft(Training training, Evidence done) {
    var quiz = nextQuiz(training, done);
    var opens =
        quiz.flatMap(
                id ->
                    done.attempts().stream()
                        .filter(attempt -> attempt.quiz().equals(id))
                        .reduce((a, b) -> b))
            .filter(last -> !last.passed())
            .map(last -> last.at().plus(training.requirements().quizPause()))
            .filter(at -> at.isAfter(clock.instant()))
            .orElse(null);
    return new Left(quiz.isPresent(), opens);
  }

  private static Optional<String> nextQuiz(Training training, Evidence done) {
    return training.requirements().quizzes().stream()
        .filter(quiz -> !done.passed(quiz, training.quizzesFrom()))
        .findFirst();
  }

  /**
   * Notes a shift beside somebody, who is asked to confirm it.
   *
   * @return its id
   * @throws InvalidInputException when they had no such shift, or it is noted already
   */
  long noteShift(long id, LocalDate day, String shadowed, String notes, String by) {
    var training = requireTrainee(id, by);
    if (shadowed.equals(training.person()) || people.find(shadowed).isEmpty()) {
      throw new InvalidInputException(
          "shadowedPerson", "'" + shadowed + "' is nobody whom you can accompany");
    }
    if (rotasOf(training.purpose()).noneMatch(rota -> begun(day, rota))) {
      throw new InvalidInputException("shiftDate", "lies ahead; note a shift when it is over");
    }
    var had = onCall(training.purpose(), day);
    if (!had.containsKey(shadowed)) {
      throw new InvalidInputException(
          "shadowedPerson",
          had.isEmpty()
              ? "nobody was on call on " + day
              : "'%s' was not on call on %s; %s"
                  .formatted(shadowed, day, String.join(", ", had.keySet())));
    }
    var twice =
        store.evidence(id).shifts().stream()
            .anyMatch(shift -> shift.day().equals(day) && !Boolean.FALSE.equals(shift.confirmed()));
    if (twice) {
      throw new InvalidInputException("shiftDate", "a shift of " + day + " is noted already");
    }
    return store.noteShift(id, day, shadowed, notes);
  }

  /** Who was on call on a day, by user id; of a rotation, or of any when it is for a policy. */
  private Map<String, String> onCall(Purpose purpose, LocalDate day) {
    var had = new LinkedHashMap<String, String>();
    rotasOf(purpose)
        .filter(rota -> begun(day, rota))
        .flatMap(
            rota ->
                rotas.shifts(rota.id(), start(day, rota), start(day.plusDays(1), rota)).stream())
        .filter(shift -> shift.from().isBefore(clock.instant()))
        .forEach(shift -> had.putIfAbsent(shift.person(), name(shift.person())));
    return had;
  }

  private Stream<Rota> rotasOf(Purpose purpose) {
    return rotas.all().stream()
        .filter(rota -> !purpose.rotation() || rota.id().equals(purpose.id()));
  }

  /** A day is one of the rotation's own zone. */
  private static Instant start(LocalDate day, Rota rota) {
    return day.atStartOfDay(ZoneId.of(rota.zone())).toInstant();
  }

  private boolean begun(LocalDate day, Rota rota) {
    return !start(day, rota).isAfter(clock.instant());
  }

  /**
   * Returns whom a trainee can accompany: the members of the rotation, and whoever has stood in
   * since the training began, without them.
   */
  @Transactional(readOnly = true)
  Map<String, String> toShadow(long id) {
    var training = store.get(id);
    return rotasOf(training.purpose())
        .flatMap(rota -> Stream.concat(rota.members().stream(), stoodIn(rota, training)))
        .distinct()
        .filter(person -> !person.equals(training.person()))
        .collect(Collectors.toMap(p -> p, this::name, (a, b) -> a, LinkedHashMap::new));
  }

  private Stream<String> stoodIn(Rota rota, Training training) {
    return rotas.shifts(rota.id(), training.startedAt(), clock.instant()).stream()
        .filter(shift -> shift.override() != null)
        .map(Shift::person);
  }

  /**
   * Somebody says whether a shift was as noted. Only who was shadowed can confirm it.
   *
   * @throws AccessDeniedException when somebody else confirms
   */
  void judgeShift(long id, long shift, boolean confirmed, @Nullable String reason, String by) {
    store.lock(id);
    var noted =
        store.evidence(id).shifts().stream()
            .filter(one -> one.id() == shift)
            .findFirst()
            .orElseThrow(() -> new ConflictException("There is no such shift any more"));
    if (confirmed && !noted.shadowed().equals(by)) {
      throw new InvalidInputException(
          "shiftConfirmed", "only %s can confirm it".formatted(name(noted.shadowed())));
    }
    store.judgeShift(shift, confirmed, reason, by);
  }

  /** Returns closed incidents of the services that the trainee looks after, newest first. */
  @Transactional(readOnly = true)
  List<IncidentView> toRead(long id) {
    var training = store.get(id);
    var read =
        store.evidence(id).readings().stream()
            .map(Evidence.ReadIncident::incident)
            .collect(Collectors.toSet());
    var services = services(training);
    return (services.isEmpty()
            ? closed(training, null).stream()
            : services.stream().flatMap(service -> closed(training, service).stream()))
            .filter(incident -> !incident.security() && !read.contains(incident.number()))
            .collect(
                Collectors.toMap(IncidentView::number, one -> one, (a, b) -> a, LinkedHashMap::new))
            .values()
            .stream()
            .sorted(Comparator.comparing(IncidentView::declaredAt).reversed())
            .limit(OFFERED)
            .toList();
  }

  private List<IncidentView> closed(Training training, @Nullable String service) {
    return incidents.list(
        new IncidentFilter(
            List.of(Status.CLOSED), null, service, false, 0, OFFERED, training.person()));
  }

  /** The services that they own; whoever owns none reads of any. */
  private List<String> services(Training training) {
    return catalog.services().stream()
        .filter(
            service ->
                people.resolve(service.owner()).stream()
                    .map(Addressee::id)
                    .anyMatch(training.person()::equals))
        .map(Catalog.Service::id)
        .toList();
  }

  /**
   * Notes what an incident taught.
   *
   * @throws InvalidInputException when it is not one of those to read
   */
  void read(long id, String number, String lesson, String by) {
    var training = requireTrainee(id, by);
    var services = services(training);
    var fits =
        incidents
            .find(number)
            .filter(one -> one.status() == Status.CLOSED && !one.drill() && !one.security())
            .filter(
                one -> services.isEmpty() || one.services().stream().anyMatch(services::contains))
            .isPresent();
    if (!fits) {
      throw new InvalidInputException(
          "incidentRead",
          "'" + number + "' is no closed incident of your services; choose one of the list");
    }
    if (store.evidence(id).readings().stream().anyMatch(one -> one.incident().equals(number))) {
      throw new InvalidInputException("incidentRead", "you have written about " + number);
    }
    store.read(id, number, lesson);
  }

  /** Returns the drills that can count, newest first. */
  @Transactional(readOnly = true)
  List<DrillBook.TookPart> toCount(long id) {
    var training = store.get(id);
    var counted =
        store.evidence(id).drills().stream()
            .map(Evidence.PlayedDrill::incident)
            .collect(Collectors.toSet());
    return drills.tookPart(training.person(), OFFERED).stream()
        .filter(drill -> !counted.contains(drill.number()))
        .toList();
  }

  /**
   * Names a drill as evidence.
   *
   * @throws InvalidInputException when they took no part in it, or its scorecard is not good enough
   */
  void took(long id, String number, String by) {
    var training = requireTrainee(id, by);
    var drill =
        toCount(id).stream()
            .filter(one -> one.number().equals(number))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "drillTaken",
                        "'%s' is no drill that is over and in which you took part"
                            .formatted(number)));
    var least = training.requirements().drillPercent();
    if (drill.percent() < least) {
      throw new InvalidInputException(
          "drillTaken",
          "%s made %d %% of its points, and %d %% are asked for; take part in another"
              .formatted(number, drill.percent(), least));
    }
    store.took(id, number, drill.percent());
  }

  /** An attempt that is to be made. */
  record Exam(Quiz quiz, int attempt, Paper paper) {}

  /** Returns the quiz that is next; empty when all are passed. */
  @Transactional(readOnly = true)
  Optional<Exam> exam(long id) {
    var training = store.get(id);
    var done = store.evidence(id);
    return nextQuiz(training, done)
        .map(quizzes::get)
        .map(
            quiz -> {
              var attempt =
                  1
                      + (int)
                          done.attempts().stream()
                              .filter(one -> one.quiz().equals(quiz.id()))
                              .count();
              return new Exam(quiz, attempt, Paper.of(quiz, id, attempt));
            });
  }

  /**
   * Marks an attempt and records it, passed or not.
   *
   * @throws ConflictException when there is nothing to answer, or the pause is not over
   */
  Paper.Result answer(
      long id, java.util.function.Function<Integer, @Nullable String> answers, String by) {
    requireTrainee(id, by);
    var left = left(id, "quiz");
    if (left.opensAt() != null) {
      throw new ConflictException("The next attempt is possible at " + left.opensAt());
    }
    var exam =
        exam(id)
            .orElseThrow(() -> new ConflictException("All quizzes of this training are passed"));
    var result = exam.paper().mark(answers);
    store.attempted(id, exam.quiz().id(), exam.attempt(), result);
    return result;
  }

  /**
   * Somebody else says whether the trainee is ready.
   *
   * @param again steps to be done once more when they are not
   * @throws InvalidInputException when the trainee signs, or somebody who must not
   */
  void signOff(long id, boolean ready, List<String> again, String note, String by) {
    var training = store.lock(id);
    if (by.equals(training.person())) {
      throw new InvalidInputException("trainingVerdict", "nobody signs their own training off");
    }
    var signers = training.requirements().signedBy();
    if (!access.isInAny(by, signers)) {
      throw new InvalidInputException("trainingVerdict", "is for " + String.join(" and ", signers));
    }
    if (!ready && (again.isEmpty() || !STEPS.containsAll(again))) {
      throw new InvalidInputException(
          "stepsAgain", "choose what is to be done once more: " + String.join(", ", STEPS));
    }
    store.signed(id, by, ready, note);
    if (!ready) {
      store.again(id, again);
    }
  }

  /** The training is signed off: from now on its trainee is qualified. */
  Qualification qualify(long id) {
    var training = store.lock(id);
    var signed =
        store.evidence(id).signOffs().stream()
            .filter(Evidence.SignOff::ready)
            .reduce((a, b) -> b)
            .orElseThrow(() -> new IllegalStateException("Nobody has signed training " + id));
    store.end(id, "qualified", null);
    return qualified.give(
        training.person(),
        training.purpose(),
        training.requirements(),
        signed.person(),
        id,
        clock.instant());
  }

  /**
   * Ends a training that nobody goes on with.
   *
   * @throws ConflictException when it is over
   */
  Training withdraw(long id, String reason) {
    if (!store.lock(id).open()) {
      throw new ConflictException("The training " + id + " is over");
    }
    store.end(id, "withdrawn", reason);
    process.withdrawn(id);
    return store.get(id);
  }

  private Training requireTrainee(long id, String by) {
    var training = store.lock(id);
    if (!by.equals(training.person())) {
      throw new InvalidInputException(
          "training", "only %s can do this".formatted(name(training.person())));
    }
    return training;
  }

  String name(String person) {
    return people.name(person);
  }
}
