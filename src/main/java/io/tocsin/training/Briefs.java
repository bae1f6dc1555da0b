package io.tocsin.training;

import io.tocsin.training.Evidence.ShadowedShift;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What a task of a training says before anybody fills its form. */
@Component
class Briefs {

  static final String FACTS = "trainingFacts";

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

  private final TrainingStore store;
  private final Trainings trainings;
  private final Quizzes quizzes;

  Briefs(TrainingStore store, Trainings trainings, Quizzes quizzes) {
    this.store = store;
    this.trainings = trainings;
    this.quizzes = quizzes;
  }

  /** Returns the choices of a list of a form. */
  static List<Map<String, String>> choices(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(choice -> Map.of("label", choice.getValue(), "value", choice.getKey()))
        .toList();
  }

  String shadowing(long id) {
    var training = store.get(id);
    var done = store.evidence(id);
    var back =
        done.shifts().stream()
            .filter(shift -> Boolean.FALSE.equals(shift.confirmed()))
            .reduce((a, b) -> b)
            .map(
                shift ->
                    "\n\nNot confirmed: %s with %s. %s"
                        .formatted(shift.day(), trainings.name(shift.shadowed()), shift.reason()))
            .orElse("");
    return head(training)
        + "\n\nConfirmed so far: %d of %d shifts."
            .formatted(done.confirmedShifts(), training.shifts())
        + back;
  }

  String shift(long id, long shift) {
    var training = store.get(id);
    return head(training)
        + store.evidence(id).shifts().stream()
            .filter(one -> one.id() == shift)
            .findFirst()
            .map(
                one ->
                    "\n\n%s says that they accompanied you on %s. They write:\n\n> %s"
                        .formatted(
                            trainings.name(training.person()),
                            one.day(),
                            one.notes().replace("\n", "\n> ")))
            .orElse("");
  }

  String reading(long id) {
    var training = store.get(id);
    return head(training)
        + "\n\nRead so far: %d of %d."
            .formatted(store.evidence(id).readings().size(), training.readings());
  }

  String drills(long id) {
    var training = store.get(id);
    return head(training)
        + ("\n\nNamed so far: %d of %d. Its scorecard must have at least %d %% of the points. When the"
                + " list is empty, take part in a drill first: whoever leads drills starts one.")
            .formatted(
                store.evidence(id).drills().size(),
                training.drills(),
                training.requirements().drillPercent());
  }

  String quiz(long id) {
    var training = store.get(id);
    var last =
        store.evidence(id).attempts().stream()
            .reduce((a, b) -> b)
            .map(
                one ->
                    "\n\nLast time: %s, %d of %d, %s."
                        .formatted(
                            quizzes.get(one.quiz()).title(),
                            one.correct(),
                            one.asked(),
                            one.passed() ? "passed" : "not passed"))
            .orElse("");
    return head(training)
        + trainings
            .exam(id)
            .map(
                exam ->
                    "\n\n**%s**, attempt %d. At least %d %% must be right."
                        .formatted(exam.quiz().title(), exam.attempt(), exam.quiz().passMark()))
            .orElse("")
        + last;
  }

  String signOff(long id) {
    var training = store.get(id);
    var done = store.evidence(id);
    var text = new StringBuilder(head(training));
    lines(
        text,
        "Shifts",
        done.shifts().stream()
            .filter(shift -> Boolean.TRUE.equals(shift.confirmed()))
            .map(this::inWords)
            .toList());
    lines(
        text,
        "Incidents read",
        done.readings().stream().map(one -> one.incident() + ": " + one.lesson()).toList());
    lines(
        text,
        "Drills",
        done.drills().stream()
            .map(one -> "%s, %d %% of the points".formatted(one.incident(), one.percent()))
            .toList());
    lines(
        text,
        "Quizzes",
        done.attempts().stream()
            .map(
                one ->
                    "%s, attempt %d: %d of %d, %s"
                        .formatted(
                            one.quiz(),
                            one.number(),
                            one.correct(),
                            one.asked(),
                            one.passed() ? "passed" : "not passed"))
            .toList());
    return text.toString();
  }

  private String inWords(ShadowedShift shift) {
    return "%s with %s: %s".formatted(shift.day(), trainings.name(shift.shadowed()), shift.notes());
  }

  private static void lines(StringBuilder text, String title, List<String> lines) {
    if (!lines.isEmpty()) {
      text.append("\n\n**")
          .append(title)
          .append("**\n\n")
          .append(
              lines.stream()
                  .map(line -> "- " + line.replaceAll("\\s+", " "))
                  .collect(Collectors.joining("\n")));
    }
  }

  private String head(Training training) {
    return "**%s**, for %s%s, by %s"
        .formatted(
            trainings.name(training.person()),
            training.purpose().words(),
            training.renewal() ? " (renewal)" : "",
            DAY.format(training.dueAt()));
  }
}
