package io.tocsin.remediation;

import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of runs. Each change is committed at once, whatever becomes of the caller: what was
 * begun must be known after a crash.
 */
@Component
@Transactional(propagation = Propagation.REQUIRES_NEW)
class ActionRuns {

  private final JdbcClient jdbc;
  private final Clock clock;

  ActionRuns(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Records a beginning, unless the key was used before. */
  public boolean begin(Order order) {
    return jdbc.sql(
                "insert into action_run (key, incident, service, action, state, actor, started_at)"
                    + " values (?, ?, ?, ?, 'started', ?, ?) on conflict do nothing")
            .params(
                order.key(),
                order.incident(),
                order.service(),
                order.action(),
                order.actor(),
                Timestamp.from(clock.instant()))
            .update()
        == 1;
  }

  /** Records the end. An outcome that was given up as unknown may still become known. */
  public ActionRun end(String key, State state, String output) {
    jdbc.sql(
            "update action_run set state = ?, output = ?, ended_at = ?"
                + " where key = ? and state in ('started', 'unknown')")
        .params(state.word(), output, Timestamp.from(clock.instant()), key)
        .update();
    return get(key);
  }

  /** Returns a run that was begun. */
  public ActionRun get(String key) {
    return jdbc.sql("select * from action_run where key = ?")
        .param(key)
        .query(
            (row, n) ->
                new ActionRun(
                    row.getString("key"),
                    row.getString("incident"),
                    row.getString("service"),
                    row.getString("action"),
                    State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                    row.getString("output"),
                    row.getString("actor"),
                    row.getTimestamp("started_at").toInstant(),
                    instant(row.getTimestamp("ended_at"))))
        .single();
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
