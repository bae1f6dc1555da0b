package io.tocsin.remediation;

import io.tocsin.engine.ActionProcess;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of runs. Each change is committed at once, whatever becomes of the caller: what was
 * begun must be known after a crash. A unique index lets one run at a time begin for a service,
 * whichever node it is on. It keeps the service until its end is known, by itself or by a person.
 */
@Component
@Transactional(propagation = Propagation.REQUIRES_NEW)
class ActionRuns {

  /** What is said of a run whose end is missing. */
  static final String LOST =
      "It began, and its end was not recorded: Tocsin, or what waited for it, stopped meanwhile."
          + " It is not run a second time; a person finds out whether it took effect.";

  /**
   * How an order to begin was taken. Neither begun nor unclear: the key was used before.
   *
   * @param unclear the run of another order that keeps the service and whose end nobody knows
   */
  record Beginning(boolean begun, @Nullable ActionRun unclear) {}

  private final ActionProcess process;
  private final JdbcClient jdbc;
  private final Clock clock;

  ActionRuns(ActionProcess process, JdbcClient jdbc, Clock clock) {
    this.process = process;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Records a beginning, unless the key was used before or another run keeps the service.
   *
   * @param longest after which the run has lost its end
   * @throws BusyException while another run that may still end keeps the service
   * @throws OvertakenException when the same has succeeded since it was chosen
   */
  public Beginning begin(Order order, Duration longest) {
    return begin(order, longest, false);
  }

  /** The same for a run that no model waits for: the engine watches over its end from now on. */
  public Beginning beginWatched(Order order, Duration longest) {
    return begin(order, longest, true);
  }

  private Beginning begin(Order order, Duration longest, boolean watched) {
    var now = clock.instant();
    var limit = now.plus(longest);
    if (insert(order, now, limit)) {
      // Only now that the service is ours can no other end in between. This rolls it back.
      if (overtaken(order)) {
        throw new OvertakenException(order.service());
      }
      if (watched) {
        process.watch(order.incident(), order.key(), limit);
      }
      return new Beginning(true, null);
    }
    if (find(order.key()).isPresent()) {
      return new Beginning(false, null);
    }
    var unclear = unclear(order.service(), now);
    if (unclear.isPresent()) {
      return new Beginning(false, unclear.get());
    }
    throw new BusyException(
        "Another action is running on '%s'%s; one at a time. Try again when it has ended"
            .formatted(
                order.service(),
                keeper(order.service()).map(run -> ": " + run.action()).orElse("")));
  }

  private boolean insert(Order order, Instant now, Instant limit) {
    return jdbc.sql(
                "insert into action_run (key, incident, service, action, state, actor,"
                    + " started_at, limit_at, parameters, approved_by, reason, told)"
                    + " values (?, ?, ?, ?, 'started', ?, ?, ?, cast(? as jsonb), ?, ?, false)"
                    + " on conflict do nothing")
            .params(
                order.key(),
                order.incident(),
                order.service(),
                order.action(),
                order.actor(),
                Timestamp.from(now),
                Timestamp.from(limit),
                Placeholders.write(order.parameters()),
                order.approvedBy(),
                order.reason())
            .update()
        == 1;
  }

  /** Whether another run did the same after it was chosen, by itself or as a person found out. */
  private boolean overtaken(Order order) {
    return order.chosenAt() != null
        && jdbc.sql(
                "select exists (select from action_run where service = ? and action = ?"
                    + " and parameters = cast(? as jsonb) and state = 'succeeded'"
                    + " and greatest(ended_at, judged_at) > ?"
                    + " and greatest(ended_at, judged_at) <= ?)")
            .params(
                order.service(),
                order.action(),
                Placeholders.write(order.parameters()),
                Timestamp.from(order.chosenAt()),
                Timestamp.from(clock.instant()))
            .query(Boolean.class)
            .single();
  }

  /** The run that keeps a service although its time is over: it is unknown from now on. */
  private Optional<ActionRun> unclear(String service, Instant now) {
    jdbc.sql(
            "update action_run set state = 'unknown', output = ?, ended_at = ?"
                + " where service = ? and state = 'started' and not let_go"
                + " and coalesce(limit_at, started_at) < ?")
        .params(LOST, Timestamp.from(now), service, Timestamp.from(now))
        .update();
    return keeper(service).filter(run -> run.state() == State.UNKNOWN);
  }

  /** Asks a person what became of a run, unless somebody is asked already. */
  public void ask(ActionRun run) {
    if (!process.asked(run.key())) {
      process.watch(run.incident(), run.key(), clock.instant());
    }
  }

  /** Tells whoever watches over a run that its end is recorded. Called after that has committed. */
  public void tellEnd(String key) {
    process.ended(key);
  }

  /** Records the end. An outcome that was given up as unknown may still become known by itself. */
  public ActionRun end(String key, State state, String output) {
    jdbc.sql(
            "update action_run set state = ?, output = ?, ended_at = ?"
                + " where key = ? and state in ('started', 'unknown') and judged_by is null")
        .params(state.word(), output, Timestamp.from(clock.instant()), key)
        .update();
    return get(key);
  }

  /** Records what a person found out, unless the end has become known meanwhile. */
  public ActionRun judge(String key, boolean tookEffect, String person) {
    var now = Timestamp.from(clock.instant());
    jdbc.sql(
            "update action_run set state = ?, judged_by = ?, judged_at = ?,"
                + " ended_at = coalesce(ended_at, ?)"
                + " where key = ? and state in ('started', 'unknown') and judged_by is null")
        .params((tookEffect ? State.SUCCEEDED : State.FAILED).word(), person, now, now, key)
        .update();
    return get(key);
  }

  /** Returns a run that was begun. */
  public ActionRun get(String key) {
    return find(key).orElseThrow();
  }

  /** Returns a run, if it was begun. */
  public Optional<ActionRun> find(String key) {
    return jdbc.sql("select * from action_run where key = ?")
        .param(key)
        .query((row, n) -> run(row))
        .optional();
  }

  /** Notes that the timeline says how a run ended, in the caller's transaction. */
  @Transactional
  public void told(String key) {
    jdbc.sql("update action_run set told = true where key = ?").param(key).update();
  }

  /** Returns whether the timeline says how a run ended. */
  public boolean isTold(String key) {
    return jdbc.sql("select told from action_run where key = ?")
        .param(key)
        .query(Boolean.class)
        .single();
  }

  /**
   * A run whose end is not known, or not told, and when it is given up.
   *
   * @param over whether no end of it is awaited
   */
  record Open(String incident, boolean over, Instant limit) {}

  /** Returns a run that was begun and keeps its service, or of which the timeline says no end. */
  public Optional<Open> open(String key) {
    return jdbc.sql(
            "select incident, state <> 'started' as over, coalesce(limit_at, started_at) as until"
                + " from action_run where key = ? and not let_go"
                + " and (state in ('started', 'unknown') or not told)")
        .param(key)
        .query(
            (row, n) ->
                new Open(
                    row.getString("incident"),
                    row.getBoolean("over"),
                    row.getTimestamp("until").toInstant()))
        .optional();
  }

  /** Returns the runs for an incident, the first begun first. */
  public List<ActionRun> of(String incident) {
    return jdbc.sql("select * from action_run where incident = ? order by started_at, key")
        .param(incident)
        .query((row, n) -> run(row))
        .list();
  }

  private Optional<ActionRun> keeper(String service) {
    return jdbc.sql(
            "select * from action_run where service = ? and state in ('started', 'unknown')"
                + " and not let_go")
        .param(service)
        .query((row, n) -> run(row))
        .optional();
  }

  private static ActionRun run(ResultSet row) throws SQLException {
    return new ActionRun(
        row.getString("key"),
        row.getString("incident"),
        row.getString("service"),
        row.getString("action"),
        Placeholders.read(row.getString("parameters")),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("output"),
        row.getString("actor"),
        row.getString("approved_by"),
        row.getTimestamp("started_at").toInstant(),
        instant(row.getTimestamp("ended_at")),
        row.getString("judged_by"));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
