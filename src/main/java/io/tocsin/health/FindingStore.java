package io.tocsin.health;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What was seen when the services of an incident were looked at, each time. */
@Component
class FindingStore {

  private final JdbcClient jdbc;

  FindingStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A finding and when it was made. */
  record Kept(Instant collectedAt, Finding finding) {}

  void add(String incident, List<Finding> findings, Instant at) {
    for (var finding : findings) {
      jdbc.sql(
              "insert into incident_evidence (incident, collected_at, service, aspect, state, text)"
                  + " values (?, ?, ?, ?, ?, ?)")
          .params(
              incident,
              Timestamp.from(at),
              finding.service(),
              finding.aspect().word(),
              finding.state().name().toLowerCase(Locale.ROOT),
              finding.text())
          .update();
    }
  }

  /** Returns all of an incident, the newest collection first. */
  List<Kept> of(String incident) {
    return jdbc.sql(
            "select * from incident_evidence where incident = ? order by collected_at desc, id")
        .param(incident)
        .query(
            (row, n) ->
                new Kept(
                    row.getTimestamp("collected_at").toInstant(),
                    new Finding(
                        row.getString("service"),
                        Aspect.of(row.getString("aspect")),
                        Finding.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                        row.getString("text"))))
        .list();
  }

  /** Returns what the last collection saw. */
  List<Finding> last(String incident) {
    var all = of(incident);
    return all.stream()
        .filter(kept -> kept.collectedAt().equals(all.get(0).collectedAt()))
        .map(Kept::finding)
        .toList();
  }
}
