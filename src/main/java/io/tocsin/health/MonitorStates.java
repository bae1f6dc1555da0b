package io.tocsin.health;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Where monitors stand, kept in the database: the next run may be on another node. */
@Component
class MonitorStates {

  private final JdbcClient jdbc;

  MonitorStates(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Optional<MonitorState> find(MonitorKey key) {
    return jdbc.sql("select * from monitor_state where service = ? and monitor = ?")
        .params(key.service(), key.monitor())
        .query(MonitorStates::state)
        .optional();
  }

  void save(MonitorKey key, MonitorState state) {
    jdbc.sql(
            "insert into monitor_state (service, monitor, state, failures, passes, blind_runs,"
                + " alert_open, text, latency_ms, run_at, changed_at)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (service, monitor) do update set state = excluded.state,"
                + " failures = excluded.failures, passes = excluded.passes,"
                + " blind_runs = excluded.blind_runs, alert_open = excluded.alert_open,"
                + " text = excluded.text, latency_ms = excluded.latency_ms,"
                + " run_at = excluded.run_at, changed_at = excluded.changed_at")
        .params(
            key.service(),
            key.monitor(),
            state.state().word(),
            state.failures(),
            state.passes(),
            state.blindRuns(),
            state.alertOpen(),
            state.text(),
            state.latencyMs(),
            Timestamp.from(state.runAt()),
            Timestamp.from(state.changedAt()))
        .update();
  }

  void forget(MonitorKey key) {
    jdbc.sql("delete from monitor_state where service = ? and monitor = ?")
        .params(key.service(), key.monitor())
        .update();
  }

  private static MonitorState state(ResultSet row, int n) throws SQLException {
    return new MonitorState(
        MonitorState.State.of(row.getString("state")),
        row.getInt("failures"),
        row.getInt("passes"),
        row.getInt("blind_runs"),
        row.getBoolean("alert_open"),
        row.getString("text"),
        row.getLong("latency_ms"),
        row.getTimestamp("run_at").toInstant(),
        row.getTimestamp("changed_at").toInstant());
  }
}
