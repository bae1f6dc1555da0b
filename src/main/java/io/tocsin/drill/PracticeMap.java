package io.tocsin.drill;

import io.tocsin.drill.DrillStore.Practised;
import io.tocsin.engine.Decisions;
import io.tocsin.incident.Access;
import io.tocsin.incident.Incidents;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What was practised when, and what is overdue. Only people practise: a drill that ran by itself
 * counts for nothing here, and neither does one that was broken off.
 */
@Service
@Transactional(readOnly = true)
public class PracticeMap {

  private static final String KINDS = "routine-kinds";

  /**
   * The last time that a kind of incident was practised at a level.
   *
   * @param kind of the incident, as its playbook is called
   * @param percent of the points that were made
   */
  public record Place(
      String kind, int level, String drill, String drillKind, Instant at, int percent) {}

  /**
   * A routine of a policy that a drill has done.
   *
   * @param every an ISO 8601 period
   * @param drillKinds kinds of drill that count
   * @param drillLevel how grave it must be at least, 1 is the gravest; null for any
   * @param drill the last that counts; null when there was none, or it may not be read
   * @param last when that was; null when there was none
   * @param percent of the points that were made then; null where drill is
   * @param dueAt when the next is due; null when there was none, which is due now
   */
  public record Due(
      String policy,
      String policyTitle,
      String routine,
      String title,
      String every,
      List<String> drillKinds,
      @Nullable Integer drillLevel,
      @Nullable String drill,
      @Nullable Instant last,
      @Nullable Integer percent,
      @Nullable Instant dueAt,
      boolean overdue) {}

  private final DrillStore store;
  private final Policies policies;
  private final Decisions decisions;
  private final Incidents incidents;
  private final Access access;
  private final Clock clock;

  PracticeMap(
      DrillStore store,
      Policies policies,
      Decisions decisions,
      Incidents incidents,
      Access access,
      Clock clock) {
    this.store = store;
    this.policies = policies;
    this.decisions = decisions;
    this.incidents = incidents;
    this.access = access;
    this.clock = clock;
  }

  /** Returns the last drill of each kind and level that somebody may read. */
  public List<Place> places(String reader) {
    var newest = new TreeMap<String, Place>();
    for (var one : store.practised()) {
      if (mayRead(reader, one)) {
        newest.putIfAbsent(
            one.practises() + one.level(),
            new Place(
                one.practises(),
                one.level(),
                one.incident(),
                one.kind(),
                one.endedAt(),
                one.percent()));
      }
    }
    return List.copyOf(newest.values());
  }

  /** Returns the routines that drills have done: what is overdue first, then by due time. */
  public List<Due> calendar(String reader) {
    var practised = store.practised();
    return policies.ids().stream()
        .flatMap(id -> policies.find(id).stream())
        .flatMap(
            policy ->
                policy.routine().stream()
                    .map(routine -> due(policy, routine, practised, reader))
                    .filter(due -> !due.drillKinds().isEmpty()))
        .sorted(
            Comparator.comparing(Due::overdue)
                .reversed()
                .thenComparing(Due::dueAt, Comparator.nullsFirst(Comparator.naturalOrder()))
                .thenComparing(Due::policy)
                .thenComparing(Due::title))
        .toList();
  }

  private Due due(Policy policy, Policy.Routine routine, List<Practised> practised, String reader) {
    var counts = counts(policy.id(), routine.id());
    var last =
        practised.stream()
            .filter(one -> one.policy().equals(policy.id()) && counts.met(one))
            .findFirst()
            .orElse(null);
    var dueAt =
        last == null
            ? null
            : last.endedAt()
                .atZone(policy.profile().calendar().zone())
                .plus(Period.parse(routine.every()))
                .toInstant();
    // When it was is in the due time anyway, and everybody is to know what is overdue.
    var shown = last == null || !mayRead(reader, last) ? null : last;
    return new Due(
        policy.id(),
        policy.profile().title(),
        routine.id(),
        routine.title(),
        routine.every(),
        counts.kinds(),
        counts.level(),
        shown == null ? null : shown.incident(),
        last == null ? null : last.endedAt(),
        shown == null ? null : shown.percent(),
        dueAt,
        dueAt == null || dueAt.isBefore(clock.instant()));
  }

  private boolean mayRead(String reader, Practised one) {
    return access.mayRead(reader, incidents.get(one.incident()));
  }

  /** Which drills have a routine done; none for what is no drill. */
  private record Counts(List<String> kinds, @Nullable Integer level) {

    boolean met(Practised one) {
      return kinds.contains(one.kind()) && (level == null || one.level() <= level);
    }
  }

  private Counts counts(String policy, String routine) {
    var rows = decisions.look(KINDS, Map.of("policy", policy, "routine", routine));
    if (rows.isEmpty()) {
      return new Counts(List.of(), null);
    }
    var level = text(rows.get(0), "drillLevel");
    return new Counts(
        Arrays.stream(text(rows.get(0), "drillKinds").split(","))
            .map(String::strip)
            .filter(kind -> !kind.isEmpty())
            .toList(),
        level.isEmpty() ? null : Integer.valueOf(level));
  }

  private static String text(Map<String, ?> row, String column) {
    return Objects.toString(row.get(column), "").strip();
  }
}
