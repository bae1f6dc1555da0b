package io.tocsin.review;

import io.tocsin.policy.Policy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of what is owed after incidents. */
@Component
class ObligationStore {

  private final JdbcClient jdbc;
  private final Clock clock;

  ObligationStore(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Owes something, anew when it was owed before; what is done stays done. */
  void owe(
      String incident, int round, int position, Policy.Obligation owed, @Nullable Instant dueAt) {
    jdbc.sql(
            "insert into obligation (incident, obligation, round, position, title, role, due_at)"
                + " values (?, ?, ?, ?, ?, ?, ?) on conflict (incident, obligation) do update set"
                + " round = excluded.round, position = excluded.position, title = excluded.title,"
                + " role = excluded.role, due_at = excluded.due_at"
                + " where obligation.done_at is null")
        .params(
            incident,
            owed.obligation(),
            round,
            position,
            owed.title(),
            owed.role(),
            dueAt == null ? null : Timestamp.from(dueAt))
        .update();
  }

  /** Drops what was not done and is no longer owed. */
  void forgetOthers(String incident, List<String> still) {
    jdbc.sql(
            "delete from obligation where incident = ? and done_at is null"
                + " and not (obligation = any(?))")
        .params(incident, still.toArray(new String[0]))
        .update();
  }

  /** Settles one, once. */
  void settle(
      String incident, String obligation, String by, @Nullable String note, boolean leftOut) {
    jdbc.sql(
            "update obligation set done_at = ?, done_by = ?, note = ?, left_out = ?"
                + " where incident = ? and obligation = ? and done_at is null")
        .params(Timestamp.from(clock.instant()), by, note, leftOut, incident, obligation)
        .update();
  }

  Optional<Obligation> find(String incident, String obligation) {
    return jdbc.sql("select * from obligation where incident = ? and obligation = ?")
        .params(incident, obligation)
        .query(ObligationStore::map)
        .optional();
  }

  /** Returns all, the nearest deadline first, those without one last. */
  List<Obligation> of(String incident) {
    return jdbc.sql(
            "select * from obligation where incident = ?"
                + " order by due_at nulls last, position, obligation")
        .param(incident)
        .query(ObligationStore::map)
        .list();
  }

  private static Obligation map(ResultSet row, int n) throws SQLException {
    return new Obligation(
        row.getString("obligation"),
        row.getString("title"),
        row.getString("role"),
        row.getInt("round"),
        instant(row.getTimestamp("due_at")),
        instant(row.getTimestamp("done_at")),
        row.getString("done_by"),
        row.getString("note"),
        row.getBoolean("left_out"));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
