package io.tocsin.metrics;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tocsin.metrics.FigureId.Unit;
import io.tocsin.metrics.MetricsFilter.GroupBy;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import io.tocsin.policy.Policy.Kpi;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Computes the figures. docs/metrics.md defines each; both say the same. */
@Service
@Transactional(readOnly = true)
public class Metrics {

  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private static final String NONE = "none";

  /** The targets that say the same of one incident as a figure says of many. */
  private static final Map<FigureId, String> WITHIN =
      Map.of(
          FigureId.ACKNOWLEDGE, "acknowledgeWithin",
          FigureId.RESPOND, "respondWithin",
          FigureId.FIRST_UPDATE, "firstUpdateWithin",
          FigureId.RESOLVE, "resolveWithin");

  private final IncidentRows rows;
  private final Policies policies;
  private final Clock clock;

  Metrics(IncidentRows rows, Policies policies, Clock clock) {
    this.rows = rows;
    this.policies = policies;
    this.clock = clock;
  }

  /**
   * The figures of some incidents.
   *
   * @param group a policy, service, level, kind or month such as 2026-02; {@code all} for all
   *     together
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Group(String group, int incidents, List<Figure> figures) {

    /** Returns one figure. */
    public Figure figure(FigureId id) {
      return figures.stream().filter(figure -> figure.figure() == id).findFirst().orElseThrow();
    }
  }

  /** What was asked for: all together, and each group. */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Table(
      Instant from,
      Instant to,
      boolean drill,
      @Nullable String groupBy,
      Group all,
      List<Group> groups) {}

  /** One incident, with what its policy says. */
  private record Known(IncidentRow row, @Nullable Policy policy) {

    /** What the key figures of the policy do not name, its targets may: the deadline of each. */
    Optional<Kpi> kpi(FigureId id) {
      if (policy == null) {
        return Optional.empty();
      }
      var within = WITHIN.get(id);
      return policy.kpis(row.level()).stream()
          .filter(kpi -> kpi.kpi().equals(id.id()))
          .findFirst()
          .or(
              () ->
                  Optional.ofNullable(within)
                      .flatMap(policy.targets(row.level())::deadline)
                      .filter(deadline -> !deadline.immediate())
                      .map(deadline -> new Kpi(id.id(), deadline.text(), "below")));
    }

    @Nullable Double target(FigureId id) {
      return kpi(id).flatMap(kpi -> Values.target(kpi.target(), id.unit())).orElse(null);
    }
  }

  /** Computes the figures of a period, each beside the one of the period before. */
  public Table of(MetricsFilter filter, @Nullable GroupBy by) {
    var now = known(rows.read(filter));
    var before = known(rows.read(filter.before()));
    var groups = new ArrayList<Group>();
    if (by != null) {
      var earlier = by == GroupBy.MONTH ? Map.<String, List<Known>>of() : grouped(before, by);
      var current = grouped(now, by);
      if (by == GroupBy.MONTH) {
        months(filter).forEach(month -> current.putIfAbsent(month, List.of()));
      }
      current.forEach(
          (name, some) -> groups.add(group(name, some, earlier.getOrDefault(name, List.of()))));
      if (by == GroupBy.SERVICE || by == GroupBy.KIND) {
        groups.sort(Comparator.comparing(Group::incidents).reversed());
      }
    }
    return new Table(
        filter.from(),
        filter.to(),
        filter.drill(),
        by == null ? null : by.word(),
        group("all", now, before),
        groups);
  }

  /** Returns how many incidents each month has; one without any is left out. */
  public Map<String, Integer> counts(MetricsFilter filter) {
    var counts = new TreeMap<String, Integer>();
    rows.declared(filter)
        .forEach(
            at ->
                counts.merge(
                    YearMonth.from(at.atOffset(ZoneOffset.UTC)).toString(), 1, Integer::sum));
    return counts;
  }

  private static Stream<String> months(MetricsFilter filter) {
    var last = YearMonth.from(filter.to().minusMillis(1).atOffset(ZoneOffset.UTC));
    return Stream.iterate(
            YearMonth.from(filter.from().atOffset(ZoneOffset.UTC)),
            month -> !month.isAfter(last),
            month -> month.plusMonths(1))
        .map(YearMonth::toString);
  }

  private List<Known> known(List<IncidentRow> read) {
    var found = new HashMap<String, Optional<Policy>>();
    return read.stream()
        .map(
            row ->
                new Known(
                    row,
                    found
                        .computeIfAbsent(
                            row.policy() + "/" + row.policyVersion(), id -> policy(row))
                        .orElse(null)))
        .toList();
  }

  /** A policy that was deleted, or cannot be read, has no targets; its incidents still count. */
  private Optional<Policy> policy(IncidentRow row) {
    try {
      return Optional.of(policies.get(row.policy(), row.policyVersion()));
    } catch (RuntimeException e) {
      LOG.warn(
          "Figures without targets: the policy {} cannot be read: {}",
          row.policy(),
          e.getMessage());
      return Optional.empty();
    }
  }

  private static TreeMap<String, List<Known>> grouped(List<Known> all, GroupBy by) {
    var groups = new TreeMap<String, List<Known>>();
    for (var one : all) {
      for (var name : names(one.row(), by)) {
        groups.computeIfAbsent(name, any -> new ArrayList<>()).add(one);
      }
    }
    return groups;
  }

  /** An incident of two services counts for both. */
  private static List<String> names(IncidentRow row, GroupBy by) {
    return switch (by) {
      case POLICY -> List.of(row.policy());
      case SERVICE -> row.services().isEmpty() ? List.of(NONE) : row.services();
      case LEVEL -> List.of(String.valueOf(row.level()));
      case KIND -> List.of(row.kind() == null ? NONE : row.kind());
      case MONTH -> List.of(YearMonth.from(row.declaredAt().atOffset(ZoneOffset.UTC)).toString());
    };
  }

  private Group group(String name, List<Known> now, List<Known> before) {
    var values = values(now);
    var earlier = values(before);
    var figures =
        Stream.of(FigureId.values())
            .map(
                id ->
                    figure(
                        id,
                        now,
                        Objects.requireNonNull(values.get(id)),
                        Objects.requireNonNull(earlier.get(id)),
                        before.isEmpty()))
            .toList();
    return new Group(name, now.size(), figures);
  }

  /**
   * The values of one figure.
   *
   * @param each what mean, median and percentile are taken of
   * @param within how many of those that have a target are within it, of how many
   * @param mean of a share, what mean would be of single values
   */
  private record Measured(List<Double> each, Shares within, @Nullable Double mean, int count) {

    static Measured of(List<Double> each, Shares within) {
      return new Measured(each, within, Values.mean(each), each.size());
    }

    static Measured share(Shares share) {
      return new Measured(
          List.of(), new Shares(0, 0), Values.percent(share.met(), share.owed()), share.owed());
    }
  }

  private Map<FigureId, Measured> values(List<Known> some) {
    var values = new EnumMap<FigureId, Measured>(FigureId.class);
    values.put(
        FigureId.INCIDENTS,
        new Measured(List.of(), new Shares(0, 0), (double) some.size(), some.size()));
    values.put(FigureId.DETECT, times(FigureId.DETECT, some, Metrics::detect));
    values.put(
        FigureId.ACKNOWLEDGE,
        times(FigureId.ACKNOWLEDGE, some, row -> since(row, row.acknowledgedAt())));
    values.put(
        FigureId.RESPOND, times(FigureId.RESPOND, some, row -> since(row, row.respondedAt())));
    values.put(
        FigureId.FIRST_UPDATE,
        times(FigureId.FIRST_UPDATE, some, row -> since(row, row.firstUpdateAt())));
    values.put(
        FigureId.MITIGATE, times(FigureId.MITIGATE, some, row -> since(row, row.mitigatedAt())));
    values.put(
        FigureId.RESOLVE, times(FigureId.RESOLVE, some, row -> since(row, row.resolvedAt())));
    values.put(FigureId.BETWEEN, Measured.of(between(some), new Shares(0, 0)));
    var now = clock.instant();
    values.put(
        FigureId.UPDATES,
        shares(some, (known, policy) -> Shares.updates(known.row(), policy, now)));
    values.put(
        FigureId.ESCALATIONS,
        shares(some, (known, policy) -> Shares.escalations(known.row(), policy, now)));
    values.put(
        FigureId.REVIEWS, shares(some, (known, policy) -> Shares.review(known.row(), policy, now)));
    var resolved = some.stream().map(Known::row).filter(row -> row.resolvedAt() != null).toList();
    values.put(
        FigureId.FIRST_TIME,
        Measured.share(
            new Shares(
                resolved.size(),
                (int) resolved.stream().filter(row -> row.reopenings() == 0).count())));
    values.put(
        FigureId.RECURRENCE,
        Measured.share(
            new Shares(
                some.size(), (int) some.stream().filter(one -> one.row().recurs()).count())));
    values.put(
        FigureId.SATISFACTION,
        Measured.of(
            some.stream()
                .flatMap(one -> one.row().scores().stream())
                .map(Integer::doubleValue)
                .toList(),
            new Shares(0, 0)));
    values.put(
        FigureId.EFFORT,
        Measured.of(
            some.stream().map(one -> one.row().effortSeconds()).toList(), new Shares(0, 0)));
    values.put(
        FigureId.ACTION_ITEMS,
        Measured.share(
            some.stream()
                .map(one -> new Shares(one.row().itemsDue(), one.row().itemsInTime()))
                .reduce(new Shares(0, 0), Shares::plus)));
    return values;
  }

  private Figure figure(
      FigureId id, List<Known> some, Measured now, Measured earlier, boolean nothingBefore) {
    var kpis = some.stream().map(one -> one.kpi(id).orElse(null)).collect(toSet());
    // One target only when everything in the group has the same.
    var kpi = kpis.size() == 1 ? kpis.iterator().next() : null;
    var target = kpi == null || kpi.target().isBlank() ? null : kpi.target();
    var value = target == null ? null : Values.target(target, id.unit()).orElse(null);
    var direction = kpi == null ? id.direction() : kpi.direction();
    var previous = nothingBefore ? null : earlier.mean();
    return new Figure(
        id,
        id.title(),
        id.unit(),
        now.count(),
        now.mean(),
        Values.median(now.each()),
        Values.p90(now.each()),
        id.unit() == Unit.PERSON_SECONDS
            ? now.each().stream().mapToDouble(Double::doubleValue).sum()
            : null,
        target,
        value,
        direction,
        Values.percent(now.within().met(), now.within().owed()),
        previous,
        Values.met(now.mean(), value, previous, direction));
  }

  private interface Time {
    @Nullable Double of(IncidentRow row);
  }

  private interface Duty {
    Shares of(Known known, Policy policy);
  }

  private static Measured times(FigureId id, List<Known> some, Time time) {
    var each = new ArrayList<Double>();
    var within = new Shares(0, 0);
    for (var one : some) {
      var value = time.of(one.row());
      if (value == null) {
        continue;
      }
      each.add(value);
      var target = one.target(id);
      if (target != null) {
        within = within.plus(new Shares(1, value <= target ? 1 : 0));
      }
    }
    return Measured.of(each, within);
  }

  private static Measured shares(List<Known> some, Duty duty) {
    var all = new Shares(0, 0);
    for (var one : some) {
      var policy = one.policy();
      if (policy != null) {
        all = all.plus(duty.of(one, policy));
      }
    }
    return Measured.share(all);
  }

  /** Nobody knows how long it took to detect what nobody has said the beginning of. */
  private static @Nullable Double detect(IncidentRow row) {
    var started = row.startedAt();
    var detected = row.detectedAt();
    return started == null || detected == null || !started.isBefore(row.declaredAt())
        ? null
        : Math.max(0, seconds(started, detected));
  }

  private static @Nullable Double since(IncidentRow row, @Nullable Instant at) {
    return at == null ? null : Math.max(0, seconds(row.declaredAt(), at));
  }

  /**
   * From the resolution of an incident to the beginning of the next; those that overlap have none.
   */
  private static List<Double> between(List<Known> some) {
    var gaps = new ArrayList<Double>();
    Instant until = null;
    for (var row :
        some.stream().map(Known::row).sorted(Comparator.comparing(IncidentRow::began)).toList()) {
      if (until != null && row.began().isAfter(until)) {
        gaps.add(seconds(until, row.began()));
      }
      var end = Objects.requireNonNullElse(row.resolvedAt(), row.began());
      until = until == null || end.isAfter(until) ? end : until;
    }
    return gaps;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1_000.0;
  }
}
