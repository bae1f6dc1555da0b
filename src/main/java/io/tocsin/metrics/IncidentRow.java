package io.tocsin.metrics;

import java.time.Instant;
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
 * @param severityChanges when its severity was set
 * @param steps of the ladder that were taken
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
    List<Instant> severityChanges,
    List<Pause> pauses,
    Set<String> steps) {

  /** A time in which its clocks stood still. */
  record Pause(Instant from, Instant until) {}

  /** Returns when the trouble began, as far as anybody has said so. */
  Instant began() {
    return startedAt == null ? declaredAt : startedAt;
  }
}
