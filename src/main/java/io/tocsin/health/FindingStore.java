package io.tocsin.health;

import static java.util.Objects.requireNonNull;

import io.tocsin.database.OncePerTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was seen when the services of an incident were looked at, each time. */
@Component
class FindingStore {

  private static final int AT_ONCE = 100;

  private final JdbcClient jdbc;
  private final JdbcTemplate template;
  private final OncePerTransaction<String, List<Finding>> last = new OncePerTransaction<>();

  FindingStore(JdbcClient jdbc, JdbcTemplate template) {
    this.jdbc = jdbc;
    this.template = template;
  }

  /** A finding and when it was made. */
  record Kept(Instant collectedAt, Finding finding) {}

  void add(String incident, List<Finding> findings, Instant at) {
    template.batchUpdate(
        "insert into incident_evidence (incident, collected_at, service, aspect, state, text)"
            + " values (?, ?, ?, ?, ?, ?)",
        findings,
        AT_ONCE,
        (row, finding) -> {
          row.setString(1, incident);
          row.setTimestamp(2, Timestamp.from(at));
          row.setString(3, finding.service());
          row.setString(4, finding.aspect().word());
          row.setString(5, finding.state().name().toLowerCase(Locale.ROOT));
          row.setString(6, finding.text());
        });
    last.forget(incident);
  }

  /** Returns all of an incident, the newest collection first. */
  List<Kept> of(String incident) {
    return jdbc.sql(
            "select * from incident_evidence where incident = ? order by collected_at desc, id")
        .param(incident)
        .query((row, n) -> new Kept(row.getTimestamp("collected_at").toInstant(), finding(row)))
        .list();
  }

  /** Returns what the last collection saw. */
  List<Finding> last(String incident) {
    return requireNonNull(last.get(incident, this::readLast));
  }

  private List<Finding> readLast(String incident) {
    return jdbc.sql(
            "select * from incident_evidence where incident = :incident and collected_at ="
                + " (select max(collected_at) from incident_evidence where incident = :incident)"
                + " order by id")
        .param("incident", incident)
        .query((row, n) -> finding(row))
        .list();
  }

  private static Finding finding(ResultSet row) throws SQLException {
    return new Finding(
        row.getString("service"),
        Aspect.of(row.getString("aspect")),
        Finding.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("text"));
  }
}
