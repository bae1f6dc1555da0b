package io.tocsin.routine;

import io.tocsin.actionitem.ActionItems;
import io.tocsin.actionitem.Wanted;
import io.tocsin.drill.DrillScored;
import io.tocsin.engine.RoutineProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.routine.Round.State;
import java.time.Clock;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.Assert;

/** Begins routines and records what became of them. */
@Service
@Transactional
public class Rounds {

  /** "rout": one node at a time looks and begins. */
  private static final long LOCK = 0x726f7574L;

  private static final int MANY = 100;

  private final Policies policies;
  private final RoutineCalendar calendar;
  private final RoutineTables tables;
  private final RoundStore store;
  private final Contacts contacts;
  private final ActionItems items;
  private final IncidentProperties properties;
  private final RoutineProcess process;
  private final JdbcClient jdbc;
  private final Clock clock;

  Rounds(
      Policies policies,
      RoutineCalendar calendar,
      RoutineTables tables,
      RoundStore store,
      Contacts contacts,
      ActionItems items,
      IncidentProperties properties,
      RoutineProcess process,
      JdbcClient jdbc,
      Clock clock) {
    this.policies = policies;
    this.calendar = calendar;
    this.tables = tables;
    this.store = store;
    this.contacts = contacts;
    this.items = items;
    this.properties = properties;
    this.process = process;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Returns one.
   *
   * @throws NotFoundException when there is none of that id
   */
  @Transactional(readOnly = true)
  public Round get(long id) {
    return store
        .find(id)
        .orElseThrow(
            () -> new NotFoundException("There is no round %d of a routine".formatted(id)));
  }

  /** Returns one that nobody settles before this transaction ends. */
  Round hold(long id) {
    store.lock(id);
    return get(id);
  }

  /** Returns the rounds of a routine, the newest first. */
  @Transactional(readOnly = true)
  public List<Round> of(String policy, String routine) {
    return store.of(policy, routine, MANY);
  }

  /** Begins what the calendars of all policies want by now. A policy that is broken is left out. */
  void beginDue() {
    jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query((row, n) -> true).single();
    policies.ids().stream().flatMap(id -> policies.find(id).stream()).forEach(this::beginDue);
    store.open().stream().filter(this::gone).forEach(this::miss);
  }

  /** Nobody wants it any more: its policy is not there, or has no such routine. */
  private boolean gone(Round round) {
    if (!policies.ids().contains(round.policy())) {
      return true;
    }
    // Of a policy that cannot be read nothing is known.
    return policies
        .find(round.policy())
        .filter(policy -> policy.routine().stream().noneMatch(row -> of(row, round)))
        .isPresent();
  }

  private static boolean of(Policy.Routine row, Round round) {
    return row.id().equals(round.routine());
  }

  private void beginDue(Policy policy) {
    store.forgetOthers(policy.id(), policy.routine().stream().map(Policy.Routine::id).toList());
    for (var row : policy.routine()) {
      if (!tables.readable(policy.id(), row)) {
        continue;
      }
      store.knownSince(policy.id(), row.id());
      var period = running(policy, row);
      var opening = RoutineCalendar.opening(policy.profile().calendar(), period);
      if (!opening.isAfter(clock.instant()) && calendar.owed(policy, row, period)) {
        begin(policy, row, period, Actor.ENGINE).ifPresent(process::begun);
      }
    }
  }

  /**
   * Begins the period that runs now, although the calendar would not.
   *
   * @throws NotFoundException when there is no such routine
   * @throws ConflictException when it was begun before
   */
  public Round begin(String policy, String routine, Actor by) {
    var known = policies.get(policy);
    var row = RoutineCalendar.row(known, routine);
    var period = running(known, row);
    var begun = begin(known, row, period, by);
    if (begun.isEmpty()) {
      throw new ConflictException(
          "'%s' of %s was begun for %s already; it is begun once a period"
              .formatted(routine, policy, period.label()));
    }
    process.begun(begun.get());
    return get(begun.get());
  }

  private CalendarPeriod running(Policy policy, Policy.Routine row) {
    return CalendarPeriod.of(
        Period.parse(row.every()),
        clock.instant().atZone(policy.profile().calendar().zone()).toLocalDate());
  }

  private Optional<Long> begin(Policy policy, Policy.Routine row, CalendarPeriod period, Actor by) {
    var kind = tables.work(policy.id(), row.id()).kind();
    var due = calendar.due(policy, row, kind, period, clock.instant());
    var begun = store.begin(policy.id(), row, period, kind, due, by);
    begun.ifPresent(id -> miss(policy.id(), row.id(), id));
    return begun;
  }

  /** Nobody does twice what is owed once: what was left open before is missed. */
  private void miss(String policy, String routine, long begun) {
    store.open().stream()
        .filter(round -> round.policy().equals(policy) && round.routine().equals(routine))
        .filter(round -> round.id() != begun)
        .forEach(this::miss);
  }

  private void miss(Round round) {
    if (store.settle(round.id(), State.MISSED, null, null, Actor.ENGINE)) {
      tellSettled(round.id());
    }
  }

  /**
   * Says that a round is done.
   *
   * @param found what came of it
   * @param evidence where that can be seen; null when it says enough
   * @throws ConflictException when it is settled
   */
  public Round done(long id, String found, @Nullable String evidence, Actor by) {
    settle(open(id), State.DONE, found, evidence, by);
    tellSettled(id);
    return get(id);
  }

  /**
   * Says why a round is left out.
   *
   * @throws ConflictException when it is settled
   */
  public Round skip(long id, String reason, Actor by) {
    settle(open(id), State.SKIPPED, reason, null, by);
    tellSettled(id);
    return get(id);
  }

  /** The same from its own task, whose model goes on by itself, with what is to be done then. */
  void answered(
      long id,
      State state,
      String found,
      @Nullable String evidence,
      List<Wanted> wanted,
      Actor by) {
    var round = open(id);
    settle(round, state, found, evidence, by);
    endIdleChecks();
    wanted.forEach(item -> items.addToRoutine(id, round.policy(), item, by));
  }

  /** Others may count on the answers that a round waits for: then people may go on answering. */
  private void tellSettled(long id) {
    if (!get(id).checksContacts()) {
      process.settled(id);
    }
    endIdleChecks();
  }

  private void endIdleChecks() {
    contacts.takeBack().forEach(process::settled);
  }

  private void settle(Round round, State state, String found, @Nullable String evidence, Actor by) {
    // Held since it was looked at.
    var settled = store.settle(round.id(), state, found, evidence, by);
    Assert.state(settled, "A round that is held is settled by nobody else");
  }

  private Round open(long id) {
    var round = hold(id);
    if (!round.open()) {
      throw new ConflictException(
          "'%s' of %s for %s is %s"
              .formatted(round.title(), round.policy(), round.period(), round.state().word()));
    }
    return round;
  }

  /** A drill that people have played to its scorecard is what some routines ask for. */
  @EventListener
  void on(DrillScored drill) {
    if (drill.aborted() || drill.unattended()) {
      return;
    }
    policies
        .find(drill.policy())
        .ifPresent(
            policy ->
                policy.routine().stream()
                    .filter(row -> counts(policy, row, drill))
                    .forEach(row -> drilled(policy, row, drill)));
  }

  private boolean counts(Policy policy, Policy.Routine row, DrillScored drill) {
    var work = tables.work(policy.id(), row.id());
    return work.drillKinds().contains(drill.kind())
        && (work.drillLevel() == null || drill.severity() <= work.drillLevel());
  }

  /**
   * Of the period that the drill was begun in, whether the calendar has begun that or not, or has
   * begun the next one before the scorecard was written. Rounds are open to everybody: how a
   * restricted drill went is not said there.
   */
  private void drilled(Policy policy, Policy.Routine row, DrillScored drill) {
    var day = drill.startedAt().atZone(policy.profile().calendar().zone()).toLocalDate();
    var period = CalendarPeriod.of(Period.parse(row.every()), day);
    var actor = new Actor(drill.lead(), "engine");
    var found =
        drill.restricted()
            ? "A drill"
            : "%s (%s), %d %% of the points"
                .formatted(drill.title(), drill.number(), drill.percent());
    var evidence = drill.restricted() ? null : properties.baseUrl() + "/drills/" + drill.number();
    var open =
        store
            .open(policy.id(), row.id())
            .filter(round -> !day.isBefore(round.begins()) && day.isBefore(round.ends()));
    var missed = store.missed(policy.id(), row.id(), period);
    if (open.isPresent()) {
      done(open.get().id(), found, evidence, actor);
    } else if (missed.isPresent()) {
      store.makeUp(missed.get().id(), found, evidence, actor);
    } else if (!store.begunSince(policy.id(), row.id(), period.begins())) {
      begin(policy, row, period, actor)
          .ifPresent(id -> settle(get(id), State.DONE, found, evidence, actor));
    }
  }
}
