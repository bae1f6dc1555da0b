package io.tocsin.metrics;

import io.tocsin.incident.Cadence;
import io.tocsin.metrics.IncidentRow.Pause;
import io.tocsin.metrics.IncidentRow.Round;
import io.tocsin.metrics.IncidentRow.Stretch;
import io.tocsin.policy.After;
import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.Step;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What of an incident's duties was met, by the policy that counts for it. Updates and steps of the
 * ladder are judged by the severity that was in force at the time, each round for itself; the
 * review by the one that counted in the end.
 *
 * @param owed how often something was due; met how often it was there by then
 */
record Shares(int owed, int met) {

  private static final Shares NOTHING = new Shares(0, 0);

  /** Counts the status updates that were owed until each resolution, of all audiences. */
  static Shares updates(IncidentRow row, Policy policy, Instant now) {
    var all = NOTHING;
    for (var round : row.rounds()) {
      for (var audience : Cadence.OF.keySet()) {
        all = all.plus(updates(row, policy, round, audience, now));
      }
    }
    return all;
  }

  private static Shares updates(
      IncidentRow row, Policy policy, Round round, String audience, Instant now) {
    var end = Objects.requireNonNullElse(round.resolvedAt(), now);
    var all = row.updates().getOrDefault(audience, List.of());
    var written =
        all.stream().filter(at -> !at.isBefore(round.from()) && !at.isAfter(end)).toList();
    // Whoever has heard before the reopening waits for a later update, not for a first one.
    var first = all.stream().noneMatch(at -> at.isBefore(round.from()));
    var owed = 0;
    var met = 0;
    var from = round.from();
    for (int i = 0; i <= written.size(); i++) {
      var next = i < written.size() ? written.get(i) : null;
      var until = next == null ? end : next;
      var struck = struck(row, policy, audience, first, from, until);
      if (next == null) {
        // The last one: nobody has written it, and the resolution came too late to answer it.
        owed += struck ? 1 : 0;
        break;
      }
      if (struck || target(policy, row.levelAt(next), audience, first).isPresent()) {
        owed++;
        met += struck ? 0 : 1;
      }
      from = next;
      first = false;
    }
    return new Shares(owed, met);
  }

  /** Returns whether an update fell due before a time, by the targets that were in force then. */
  private static boolean struck(
      IncidentRow row, Policy policy, String audience, boolean first, Instant from, Instant until) {
    for (var stretch : row.inForce(from, until)) {
      var deadline = target(policy, stretch.level(), audience, first).orElse(null);
      if (deadline == null) {
        continue;
      }
      // A new severity arms the clock of later updates anew. The first one counts from the
      // beginning, unless the new deadline has passed already: nobody could have kept it.
      var due = policy.due(deadline, first ? from : stretch.from());
      if (due.isBefore(stretch.from())) {
        due = policy.due(deadline, stretch.from());
      }
      if (unpaused(row, due).isBefore(stretch.until())) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Deadline> target(
      Policy policy, int level, String audience, boolean first) {
    var cadence = Objects.requireNonNull(Cadence.OF.get(audience));
    return policy.targets(level).deadline(cadence.target(first));
  }

  private static Instant unpaused(IncidentRow row, Instant due) {
    return row.pauses().stream()
        .filter(pause -> !due.isBefore(pause.from()) && due.isBefore(pause.until()))
        .map(Pause::until)
        .reduce(due, (a, b) -> b.isAfter(a) ? b : a);
  }

  /** Counts the steps of the ladders whose time came, and those that were taken. */
  static Shares escalations(IncidentRow row, Policy policy, Instant now) {
    var all = NOTHING;
    for (var round : row.rounds()) {
      var end = Objects.requireNonNullElse(round.resolvedAt(), now);
      var due = new LinkedHashMap<String, Step>();
      for (var stretch : row.inForce(round.from(), end)) {
        for (var step : policy.ladder(stretch.level(), row.security())) {
          // What pages in working hours only need not page at all.
          if (!step.onRequest()
              && !step.inBusinessHours()
              && came(row, policy, round, stretch, step)) {
            due.put(step.step(), step);
          }
        }
      }
      var taken = row.steps().getOrDefault(round.number(), Set.of());
      var met = due.values().stream().filter(step -> done(step, taken, policy, row)).count();
      all = all.plus(new Shares(due.size(), (int) met));
    }
    return all;
  }

  private static boolean came(
      IncidentRow row, Policy policy, Round round, Stretch stretch, Step step) {
    var taken = round.takenAt();
    var until =
        step.onSilence() && taken != null && taken.isBefore(stretch.until())
            ? taken
            : stretch.until();
    return After.parse(step.after())
        .in(policy.targets(stretch.level()))
        .map(within -> within.from(round.from(), policy.profile().calendar()))
        .map(due -> step.trigger().equals("unresolved") ? unpaused(row, due) : due)
        .map(due -> due.isBefore(stretch.from()) ? stretch.from() : due)
        .filter(due -> due.isBefore(until))
        .isPresent();
  }

  /** A step of another level that reached the same people by no fewer channels stands for it. */
  private static boolean done(Step step, Set<String> taken, Policy policy, IncidentRow row) {
    return taken.contains(step.step())
        || row.levels().stream()
            .flatMap(change -> policy.ladder(change.level(), row.security()).stream())
            .filter(other -> taken.contains(other.step()))
            .anyMatch(
                other ->
                    other.onSilence() == step.onSilence()
                        && !other.onRequest()
                        && Set.copyOf(other.recipients()).equals(Set.copyOf(step.recipients()))
                        && other.channels().containsAll(step.channels()));
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
