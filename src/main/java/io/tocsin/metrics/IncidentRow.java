package io.tocsin.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the record says of one incident, for the figures.
 *
 * @param reviewedAt when the first version of its review was written
 * @param recurs whether the same trouble was there shortly before
 * @param scores answers of customers
 * @param effortSeconds of all people together
 * @param itemsDue action items whose deadline has passed or that are settled; itemsInTime those
 *     settled by their deadline
 * @param updates when people have written updates, by audience, earliest first
 * @param levels which level was in force from when on, earliest first; never empty
 * @param rounds the declaration and each reopening, earliest first; never empty
 * @param steps of the ladder that were taken, by round
 */
record IncidentRow(
    String number,
    String policy,
    @Nullable String policyVersion,
    int level,
    @Nullable String kind,
    List<String> services,
    boolean security,
    int reopenings,
    @Nullable Instant startedAt,
    @Nullable Instant detectedAt,
    Instant declaredAt,
    @Nullable Instant acknowledgedAt,
    @Nullable Instant respondedAt,
    @Nullable Instant mitigatedAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant firstUpdateAt,
    @Nullable Instant reviewedAt,
    boolean recurs,
    List<Integer> scores,
    double effortSeconds,
    int itemsDue,
    int itemsInTime,
    Map<String, List<Instant>> updates,
    List<InForce> levels,
    List<Round> rounds,
    List<Pause> pauses,
    Map<Integer, Set<String>> steps) {

  /** A time in which its clocks stood still. */
  record Pause(Instant from, Instant until) {}

  /** A level, from when on it counted. */
  record InForce(Instant from, int level) {}

  /**
   * A time in which it was responded to.
   *
   * @param number from 1
   * @param takenAt when somebody took it; null when nobody did
   * @param resolvedAt null while it is not
   */
  record Round(int number, Instant from, @Nullable Instant takenAt, @Nullable Instant resolvedAt) {}

  /** A level and the time in which it was in force, the end excluded. */
  record Stretch(int level, Instant from, Instant until) {}

  /** Returns which levels were in force between two times. The first counts from the beginning. */
  List<Stretch> inForce(Instant from, Instant until) {
    var stretches = new ArrayList<Stretch>();
    for (int i = 0; i < levels.size(); i++) {
      var begin = i == 0 || levels.get(i).from().isBefore(from) ? from : levels.get(i).from();
      var end = i + 1 < levels.size() ? levels.get(i + 1).from() : until;
      if (end.isAfter(until)) {
        end = until;
      }
      if (begin.isBefore(end)) {
        stretches.add(new Stretch(levels.get(i).level(), begin, end));
      }
    }
    return stretches;
  }

  /** Returns the level that was in force at a time. */
  int levelAt(Instant at) {
    var now = levels.get(0).level();
    for (var change : levels) {
      if (!change.from().isAfter(at)) {
        now = change.level();
      }
    }
    return now;
  }

  /** Returns when the trouble began, as far as anybody has said so. */
  Instant began() {
    return startedAt == null ? declaredAt : startedAt;
  }
}
