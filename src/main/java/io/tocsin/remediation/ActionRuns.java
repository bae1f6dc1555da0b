package io.tocsin.remediation;

import io.tocsin.problem.ConflictException;
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
 * whichever node it is on.
 */
@Component
@Transactional(propagation = Propagation.REQUIRES_NEW)
class ActionRuns {

  /** What is said of a run whose end is missing. */
  static final String LOST =
      "It began, and its end was not recorded: Tocsin stopped meanwhile. It is not run a second"
          + " time; a person finds out whether it took effect.";

  private final JdbcClient jdbc;
  private final Clock clock;

  ActionRuns(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Records a beginning, unless the key was used before.
   *
   * @param longest after which the run has lost its end and no longer keeps others away
   * @throws ConflictException while another run keeps the service
   */
  public boolean begin(Order order, Duration longest) {
    var now = clock.instant();
    expire(order, now);
    var begun =
        jdbc.sql(
                    "insert into action_run (key, incident, service, action, state, actor,"
                        + " started_at, limit_at, parameters, approved_by, reason)"
                        + " values (?, ?, ?, ?, 'started', ?, ?, ?, cast(? as jsonb), ?, ?)"
                        + " on conflict do nothing")
                .params(
                    order.key(),
                    order.incident(),
                    order.service(),
                    order.action(),
                    order.actor(),
                    Timestamp.from(now),
                    Timestamp.from(now.plus(longest)),
                    Placeholders.write(order.parameters()),
                    order.approvedBy(),
                    order.reason())
                .update()
            == 1;
    if (!begun && find(order.key()).isEmpty()) {
      throw new ConflictException(
          "Another action is running on '%s'%s; one at a time. Try again when it has ended"
              .formatted(
                  order.service(),
                  running(order.service()).map(run -> ": " + run.action()).orElse("")));
    }
    return begun;
  }

  /** A run of another order that lost its end. The own one is left to whoever asks with its key. */
  private void expire(Order order, Instant now) {
    jdbc.sql(
            "update action_run set state = 'unknown', output = ?, ended_at = ?"
                + " where service = ? and state = 'started' and limit_at < ? and key <> ?")
        .params(LOST, Timestamp.from(now), order.service(), Timestamp.from(now), order.key())
        .update();
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

  /** Returns the runs for an incident, the first begun first. */
  public List<ActionRun> of(String incident) {
    return jdbc.sql("select * from action_run where incident = ? order by started_at, key")
        .param(incident)
        .query((row, n) -> run(row))
        .list();
  }

  private Optional<ActionRun> running(String service) {
    return jdbc.sql("select * from action_run where service = ? and state = 'started'")
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
