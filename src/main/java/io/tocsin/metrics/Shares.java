package io.tocsin.metrics;

import io.tocsin.metrics.IncidentRow.Pause;
import io.tocsin.policy.After;
import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of an incident's duties was met, by the policy that counts for it, at the severity that
 * counted in the end.
 *
 * @param owed how often something was due; met how often it was there by then
 */
record Shares(int owed, int met) {

  private static final Shares NOTHING = new Shares(0, 0);

  /** The targets of each audience: for its first update, and for each later one. */
  private static final Map<String, List<String>> CADENCES =
      Map.of(
          "internal", List.of("firstUpdateWithin", "updateEvery"),
          "executive", List.of("executiveUpdateEvery", "executiveUpdateEvery"),
          "public", List.of("statusPageWithin", "statusPageEvery"));

  /** Counts the status updates that were owed until the resolution, of all audiences. */
  static Shares updates(IncidentRow row, Policy policy, Instant now) {
    var end = row.resolvedAt() == null ? now : row.resolvedAt();
    var all = NOTHING;
    for (var cadence : CADENCES.entrySet()) {
      var targets = policy.targets(row.level());
      var first = targets.deadline(cadence.getValue().get(0)).orElse(null);
      var every = targets.deadline(cadence.getValue().get(1)).orElse(null);
      all = all.plus(updates(row, policy, cadence.getKey(), first, every, end));
    }
    return all;
  }

  private static Shares updates(
      IncidentRow row,
      Policy policy,
      String audience,
      @Nullable Deadline first,
      @Nullable Deadline every,
      Instant end) {
    var written =
        row.updates().getOrDefault(audience, List.of()).stream()
            .filter(at -> !at.isAfter(end))
            .toList();
    var owed = 0;
    var met = 0;
    var from = row.declaredAt();
    for (int i = 0; i <= written.size(); i++) {
      var deadline = i == 0 ? first : every;
      if (deadline == null) {
        break;
      }
      var next = i < written.size() ? written.get(i) : null;
      var due =
          unpaused(row, policy.due(deadline, restarted(row, from, next == null ? end : next)));
      if (next == null) {
        // The last one: nobody has written it, and the resolution came too late to answer it.
        owed += due.isBefore(end) ? 1 : 0;
        break;
      }
      owed++;
      met += next.isAfter(due) ? 0 : 1;
      from = next;
    }
    return new Shares(owed, met);
  }

  /** A new severity arms the clock anew. */
  private static Instant restarted(IncidentRow row, Instant from, Instant until) {
    // The first one counts from the declaration, whatever triage says of the severity.
    return from.equals(row.declaredAt())
        ? from
        : row.severityChanges().stream()
            .filter(at -> at.isAfter(from) && at.isBefore(until))
            .reduce(from, (a, b) -> b);
  }

  private static Instant unpaused(IncidentRow row, Instant due) {
    return row.pauses().stream()
        .filter(pause -> !due.isBefore(pause.from()) && due.isBefore(pause.until()))
        .map(Pause::until)
        .reduce(due, (a, b) -> b.isAfter(a) ? b : a);
  }

  /** Counts the steps of the ladder whose time came, and those that were taken. */
  static Shares escalations(IncidentRow row, Policy policy, Instant now) {
    var due = new ArrayList<String>();
    for (var step : policy.ladder(row.level(), row.security())) {
      // What pages in working hours only need not page at all.
      if (!step.onRequest() && !step.inBusinessHours() && came(row, policy, step, now)) {
        due.add(step.step());
      }
    }
    return new Shares(due.size(), (int) due.stream().filter(row.steps()::contains).count());
  }

  private static boolean came(IncidentRow row, Policy policy, Step step, Instant now) {
    var end = row.resolvedAt() == null ? now : row.resolvedAt();
    var until =
        step.onSilence() && row.acknowledgedAt() != null && row.acknowledgedAt().isBefore(end)
            ? row.acknowledgedAt()
            : end;
    return After.parse(step.after())
        .in(policy.targets(row.level()))
        .map(within -> unpaused(row, within.from(row.declaredAt(), policy.profile().calendar())))
        .filter(due -> step.onDeclaration() || due.isBefore(until))
        .isPresent();
  }

  /** Counts the review, where one is owed: when it is written, or its time has passed. */
  static Shares review(IncidentRow row, Policy policy, Instant now) {
    if (row.resolvedAt() == null) {
      return NOTHING;
    }
    var targets = policy.targets(row.level());
    var within = targets.deadline("reviewWithin").or(() -> targets.deadline("reportWithin"));
    if (within.isEmpty()) {
      return NOTHING;
    }
    var due = policy.due(within.get(), row.resolvedAt());
    var written = row.reviewedAt() != null;
    return written || due.isBefore(now) ? new Shares(1, written ? 1 : 0) : NOTHING;
  }

  Shares plus(Shares other) {
    return new Shares(owed + other.owed, met + other.met);
  }
}
