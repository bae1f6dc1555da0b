package io.tocsin.routine;

import io.tocsin.policy.BusinessCalendar;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import io.tocsin.problem.NotFoundException;
import io.tocsin.routine.Routine.Standing;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The calendar of what each policy wants done regularly: what is next, open and overdue. */
@Service
@Transactional(readOnly = true)
public class RoutineCalendar {

  private final Policies policies;
  private final RoutineTables tables;
  private final RoundStore store;
  private final Clock clock;

  RoutineCalendar(Policies policies, RoutineTables tables, RoundStore store, Clock clock) {
    this.policies = policies;
    this.tables = tables;
    this.store = store;
    this.clock = clock;
  }

  /** Returns the routines of all policies that can be read, by policy and in its order. */
  public List<Routine> all() {
    return policies.ids().stream()
        .sorted()
        .flatMap(id -> policies.find(id).stream())
        .flatMap(
            policy ->
                policy.routine().stream()
                    .filter(routine -> tables.readable(policy.id(), routine))
                    .map(routine -> stand(policy, routine)))
        .toList();
  }

  /**
   * Returns the routines of one policy, in its order.
   *
   * @throws NotFoundException when there is no such policy
   */
  public List<Routine> of(String policy) {
    var known = policies.get(policy);
    return known.routine().stream().map(routine -> stand(known, routine)).toList();
  }

  /**
   * Returns one routine.
   *
   * @throws NotFoundException when there is no such policy, or it has no such routine
   */
  public Routine get(String policy, String key) {
    var known = policies.get(policy);
    return stand(known, row(known, key));
  }

  static Policy.Routine row(Policy policy, String key) {
    return policy.routine().stream()
        .filter(routine -> routine.id().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new NotFoundException(
                    "The policy '%s' has no routine '%s'".formatted(policy.id(), key)));
  }

  private Routine stand(Policy policy, Policy.Routine row) {
    var now = clock.instant();
    var work = tables.work(policy.id(), row.id());
    var every = Period.parse(row.every());
    var zone = policy.profile().calendar().zone();
    var period = CalendarPeriod.of(every, now.atZone(zone).toLocalDate());
    var open = store.open(policy.id(), row.id()).orElse(null);
    var begins =
        owed(policy, row, period)
            ? opening(policy.profile().calendar(), period)
            : opening(policy.profile().calendar(), period.next(every));
    return new Routine(
        policy.id(),
        policy.profile().title(),
        row.id(),
        row.title(),
        row.description(),
        work.kind(),
        row.every(),
        row.group(),
        work.drillKinds(),
        work.drillLevel(),
        period.label(),
        open == null ? Standing.WAITING : open.overdue(now) ? Standing.OVERDUE : Standing.OPEN,
        begins,
        open == null
            ? due(
                policy,
                row,
                work.kind(),
                CalendarPeriod.of(every, begins.atZone(zone).toLocalDate()),
                latest(begins, now))
            : open.dueAt(),
        open,
        store.last(policy.id(), row.id(), true).orElse(null),
        store.last(policy.id(), row.id(), false).orElse(null));
  }

  /**
   * Returns whether a period that runs is to be begun, now or later in it: it was not begun yet,
   * the routine was known when it should have been, and nothing of it is open that is not over.
   */
  boolean owed(Policy policy, Policy.Routine row, CalendarPeriod period) {
    var opening = opening(policy.profile().calendar(), period);
    var since = store.since(policy.id(), row.id()).orElseGet(clock::instant);
    return !opening.isBefore(since)
        && !store.begunSince(policy.id(), row.id(), period.begins())
        && store
            .open(policy.id(), row.id())
            .filter(open -> open.ends().isAfter(period.begins()))
            .isEmpty();
  }

  /** Returns when a period is begun: the first working minute of its first business day. */
  static Instant opening(BusinessCalendar calendar, CalendarPeriod period) {
    var opening = calendar.opening(period.begins());
    // Of a single day that is not worked.
    return opening.isBefore(midnight(period, calendar.zone()))
        ? opening
        : period.begins().atTime(LocalTime.MIDNIGHT).atZone(calendar.zone()).toInstant();
  }

  /**
   * Returns until when it is to be done that begins at an instant: on the last business day of its
   * period at the latest, or in what is left of the period.
   */
  Instant due(
      Policy policy, Policy.Routine row, String kind, CalendarPeriod period, Instant begins) {
    var calendar = policy.profile().calendar();
    var within = tables.times(policy.id(), row.every(), kind).within().from(begins, calendar);
    var closing = calendar.closing(period.ends());
    var end = closing.isAfter(begins) ? closing : midnight(period, calendar.zone());
    return within.isBefore(end) ? within : end;
  }

  private static Instant midnight(CalendarPeriod period, ZoneId zone) {
    return period.ends().atStartOfDay(zone).toInstant();
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
