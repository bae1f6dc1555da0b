package io.tocsin.drill;

import io.tocsin.drill.Scenario.Expected;
import io.tocsin.drill.Scorecard.Result;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Fact;
import io.tocsin.incident.IncidentRounds.Round;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Pauses.Span;
import io.tocsin.incident.Status;
import io.tocsin.incident.StatusUpdate;
import io.tocsin.incident.StatusUpdates.Late;
import io.tocsin.incident.TimelineEntry;
import io.tocsin.policy.After;
import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the record of a response against what was expected of it, by the clocks of its policy at
 * the pace of the drill. Whatever stood still for a pause counts for nobody and against nobody.
 *
 * @param policy as it was compressed
 * @param late updates that were not written when they were due
 * @param rounds of the response: each reopening begins a new one, and the ladder anew
 * @param pauses when the clocks stood still, in order
 * @param taken when each step of the ladder was taken first, in whatever round, by its id
 * @param completed ids of the user tasks that were completed
 */
record Scoring(
    IncidentView incident,
    Policy policy,
    int pace,
    List<TimelineEntry> timeline,
    List<StatusUpdate> updates,
    List<Late> late,
    List<Round> rounds,
    List<Span> pauses,
    Map<String, Instant> taken,
    Set<String> completed) {

  private static final int USUAL_DECISIONS = 3;

  private static final String FIRST_UPDATE = "firstUpdateWithin";

  /** As the catalog calls the action. */
  private static final String ROLLBACK = "rollback";

  /** What people decide, as the timeline calls it. */
  private static final Set<String> DECIDING = Set.of("severity", "role", "action", "status");

  private record Verdict(boolean passed, String evidence) {}

  Result judge(Expected expected) {
    var criterion = Criterion.find(expected.criterion()).orElseThrow();
    var verdict =
        switch (criterion) {
          case ACKNOWLEDGED -> within("acknowledgeWithin", incident.acknowledgedAt());
          case COMMANDER -> within("commanderWithin", commanderAt());
          case FIRST_UPDATE -> firstUpdate();
          case UPDATES_ON_TIME -> updatesOnTime();
          case ESCALATIONS -> escalations();
          case ROLLED_BACK -> rolledBack();
          case RESOLVED -> within("resolveWithin", incident.resolvedAt());
          case STABLE -> stable();
          case STEPS -> steps(expected.tasks());
          case CHECKLISTS -> checklists(expected.atLeast());
          case DECISIONS -> decisions(expected.atLeast());
        };
    return new Result(
        criterion.word(),
        criterion.title(),
        expected.weight(),
        verdict.passed(),
        verdict.evidence(),
        expected.fails());
  }

  private Verdict within(String target, @Nullable Instant at) {
    var from = incident.declaredAt();
    if (at == null) {
      return new Verdict(false, open() ? "Not yet" : "It never happened");
    }
    var running = running(from, at);
    var took = "After " + span(running);
    return policy
        .targets(incident.severity())
        .deadline(target)
        .map(within -> Duration.between(from, due(within, from)))
        .map(
            allowed ->
                new Verdict(running.compareTo(allowed) <= 0, took + "; due after " + span(allowed)))
        .orElse(new Verdict(true, took + "; the policy sets no time"));
  }

  /** Returns whether the response goes on: what is missing may come. */
  private boolean open() {
    return !incident.status().over();
  }

  private Instant due(Deadline within, Instant from) {
    return policy.due(within, from);
  }

  /** How long the clocks ran between two instants: pauses are taken off. */
  private Duration running(Instant from, Instant to) {
    var paused =
        pauses.stream()
            .map(
                pause ->
                    Duration.between(
                        pause.from().isBefore(from) ? from : pause.from(),
                        pause.until().isAfter(to) ? to : pause.until()))
            .filter(length -> !length.isNegative())
            .reduce(Duration.ZERO, Duration::plus);
    return Duration.between(from, to).minus(paused);
  }

  private @Nullable Instant commanderAt() {
    return first(Fact.COMMANDER);
  }

  /** Whoever resolves it before one is due owes none. */
  private Verdict firstUpdate() {
    return noneOwed()
        ? new Verdict(true, "Resolved before one was due")
        : within(FIRST_UPDATE, firstUpdateAt());
  }

  private boolean noneOwed() {
    return updates.isEmpty()
        && policy
            .targets(incident.severity())
            .deadline(FIRST_UPDATE)
            .map(within -> due(within, incident.declaredAt()))
            .map(
                due ->
                    incident.resolvedAt() != null
                        && !before(incident.declaredAt(), due, incident.resolvedAt()))
            .orElse(true);
  }

  private @Nullable Instant firstUpdateAt() {
    return updates.stream()
        .filter(update -> update.audience().equals("internal"))
        .map(StatusUpdate::at)
        .findFirst()
        .orElse(null);
  }

  private Verdict updatesOnTime() {
    var written = updates.size() + " written, ";
    return new Verdict(
        late.isEmpty() && (!updates.isEmpty() || noneOwed()),
        late.isEmpty()
            ? written + "none late"
            : written
                + "late: "
                + late.stream()
                    .map(
                        one ->
                            "%s, due after %s"
                                .formatted(
                                    one.audience(),
                                    span(running(incident.declaredAt(), one.dueAt()))))
                    .collect(Collectors.joining("; ")));
  }

  private Verdict escalations() {
    var due = policy.ladder(incident.severity(), incident.security()).stream().filter(this::due);
    var steps = due.toList();
    var missed =
        steps.stream()
            .filter(step -> !taken.containsKey(step.step()))
            .map(Step::title)
            .collect(Collectors.joining(", "));
    return new Verdict(
        missed.isEmpty(),
        missed.isEmpty() ? steps.size() + " due, all taken" : "Due, but not taken: " + missed);
  }

  /** Returns whether a step's time came in some round before what makes it superfluous. */
  private boolean due(Step step) {
    return !step.onRequest() && rounds.stream().anyMatch(round -> due(step, round));
  }

  private boolean due(Step step, Round round) {
    var end = step.onSilence() ? round.takenAt() : round.resolvedAt();
    return After.parse(step.after())
        .in(policy.targets(incident.severity()))
        .map(after -> after.from(round.beganAt(), policy.profile().calendar()))
        .map(at -> step.onDeclaration() || end == null || before(round.beganAt(), at, end))
        .orElse(false);
  }

  /** Returns whether something was due before an end, pauses taken off. */
  private boolean before(Instant from, Instant due, Instant end) {
    return Duration.between(from, due).compareTo(running(from, end)) < 0;
  }

  private Verdict rolledBack() {
    var back = first(Fact.succeeded(ROLLBACK));
    if (back == null) {
      return new Verdict(false, "No rollback has succeeded");
    }
    var healthy = first(entry -> says(entry, Fact.GATE_PASSED) && !entry.at().isBefore(back));
    return healthy == null
        ? new Verdict(false, "Rolled back, but the health gate has not passed since")
        : new Verdict(
            true,
            "Rolled back after %s, healthy %s later"
                .formatted(
                    span(running(incident.declaredAt(), back)), span(running(back, healthy))));
  }

  private Verdict stable() {
    var checks = count(entry -> says(entry, Fact.STABILITY_CHECKED));
    if (incident.reopenings() > 0) {
      return new Verdict(false, "It was reopened");
    }
    if (incident.status() != Status.CLOSED && incident.status() != Status.RESOLVED) {
      return new Verdict(false, "It is " + incident.status().word());
    }
    return new Verdict(checks > 0, checks + " checks, not reopened");
  }

  private Verdict steps(List<String> wanted) {
    var skipped = wanted.stream().filter(task -> !completed.contains(task)).toList();
    return new Verdict(
        skipped.isEmpty(),
        skipped.isEmpty()
            ? wanted.size() + " of " + wanted.size() + " done"
            : (open() ? "Not yet: " : "Skipped: ")
                + skipped.stream().map(Scoring::words).collect(Collectors.joining(", ")));
  }

  /** {@code Task_assignRoles} is {@code assign roles}. */
  static String words(String task) {
    return task.replaceFirst("^Task_", "")
        .replaceAll("([A-Z])", " $1")
        .toLowerCase(java.util.Locale.ROOT);
  }

  private Verdict checklists(@Nullable Integer allowed) {
    var left =
        timeline.stream()
            .filter(entry -> says(entry, Fact.LEFT_OUT))
            .map(entry -> entry.text().replaceFirst("(?s).*Left out: ", ""))
            .toList();
    var most = Objects.requireNonNullElse(allowed, 0);
    return new Verdict(
        left.size() <= most,
        left.isEmpty() ? "Nothing left out" : "Left out: " + String.join("; ", left));
  }

  private Verdict decisions(@Nullable Integer atLeast) {
    var wanted = Objects.requireNonNullElse(atLeast, USUAL_DECISIONS);
    var found = count(entry -> DECIDING.contains(entry.kind()) && byPerson(entry));
    return new Verdict(found >= wanted, found + " recorded, " + wanted + " expected");
  }

  private static boolean byPerson(TimelineEntry entry) {
    return new Actor(entry.actor(), entry.source()).person();
  }

  private static boolean says(TimelineEntry entry, String fact) {
    return fact.equals(entry.fact());
  }

  private @Nullable Instant first(String fact) {
    return first(entry -> says(entry, fact));
  }

  private @Nullable Instant first(Predicate<TimelineEntry> wanted) {
    return timeline.stream().filter(wanted).map(TimelineEntry::at).findFirst().orElse(null);
  }

  private long count(Predicate<TimelineEntry> wanted) {
    return timeline.stream().filter(wanted).count();
  }

  /** In both times: as long as it took, and what it stands for. */
  private String span(Duration took) {
    var real = words(took);
    return pace == 1 ? real : real + " (" + words(took.multipliedBy(pace)) + " in the exercise)";
  }

  static String words(Duration length) {
    var seconds = Math.max(0, length.toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s")
        : seconds / 3600 + " h" + (seconds % 3600 < 60 ? "" : " " + seconds % 3600 / 60 + " min");
  }
}
