package io.tocsin.training;

import io.tocsin.problem.NotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of qualifications. */
@Component
class QualificationStore {

  private final JdbcClient jdbc;

  QualificationStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  long add(
      String person,
      Purpose purpose,
      Instant since,
      Instant until,
      Instant remindAt,
      String by,
      @Nullable Long training) {
    return jdbc.sql(
            "insert into qualification (person, purpose, since, until, remind_at, given_by,"
                + " training) values (?, ?, ?, ?, ?, ?, ?) returning id")
        .params(
            person,
            purpose.text(),
            Timestamp.from(since),
            Timestamp.from(until),
            Timestamp.from(remindAt),
            by,
            training)
        .query(Long.class)
        .single();
  }

  /**
   * Returns a qualification.
   *
   * @throws NotFoundException when there is none of that id
   */
  Qualification get(long id) {
    return jdbc.sql("select * from qualification where id = ?")
        .param(id)
        .query(QualificationStore::map)
        .optional()
        .orElseThrow(() -> new NotFoundException("There is no qualification " + id));
  }

  /** Returns what somebody had last for a purpose, whether it counts or not. */
  Optional<Qualification> last(String person, Purpose purpose) {
    return jdbc.sql(
            "select * from qualification where person = ? and purpose = ?"
                + " order by since desc, id desc limit 1")
        .params(person, purpose.text())
        .query(QualificationStore::map)
        .optional();
  }

  /** Returns all that were given for a purpose, or for any. */
  List<Qualification> of(@Nullable Purpose purpose) {
    return jdbc.sql(
            "select * from qualification where (:purpose::text is null or purpose = :purpose)"
                + " order by purpose, person, since")
        .param("purpose", purpose == null ? null : purpose.text())
        .query(QualificationStore::map)
        .list();
  }

  void end(long id, Instant at, String by, String reason) {
    jdbc.sql(
            "update qualification set ended_at = ?, ended_by = ?, end_reason = ?"
                + " where id = ? and ended_at is null")
        .params(Timestamp.from(at), by, reason, id)
        .update();
  }

  void reminded(long id, Instant at) {
    jdbc.sql("update qualification set reminded_at = ? where id = ?")
        .params(Timestamp.from(at), id)
        .update();
  }

  void lapseTold(long id, Instant at) {
    jdbc.sql("update qualification set lapse_told_at = ? where id = ?")
        .params(Timestamp.from(at), id)
        .update();
  }

  private static Qualification map(ResultSet row, int n) throws SQLException {
    return new Qualification(
        row.getLong("id"),
        row.getString("person"),
        Purpose.of(row.getString("purpose")),
        row.getTimestamp("since").toInstant(),
        row.getTimestamp("until").toInstant(),
        row.getTimestamp("remind_at").toInstant(),
        row.getString("given_by"),
        row.getObject("training", Long.class),
        instant(row.getTimestamp("reminded_at")),
        instant(row.getTimestamp("lapse_told_at")),
        instant(row.getTimestamp("ended_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
