package io.tocsin.alert;

import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Alerts that the mapping keeps from opening anything: counted, and said once on a timeline. */
@Component
class AlertNotes {

  private static final Duration KEPT = Duration.ofDays(30);
  private static final int MOST = 500;

  /**
   * An alert that opened nothing.
   *
   * @param incident on whose timeline it was noted, if one was open
   */
  record Note(
      String source,
      String fingerprint,
      String title,
      String rule,
      String reason,
      @Nullable String incident,
      long count,
      Instant firstSeen,
      Instant lastSeen) {}

  private final JdbcClient jdbc;
  private final Correlation correlation;
  private final Timeline timeline;
  private final Access access;
  private final Clock clock;

  AlertNotes(
      JdbcClient jdbc, Correlation correlation, Timeline timeline, Access access, Clock clock) {
    this.jdbc = jdbc;
    this.correlation = correlation;
    this.timeline = timeline;
    this.access = access;
    this.clock = clock;
  }

  /** Notes an alert, in the caller's transaction. */
  void add(AlertMapping.Mapped mapped) {
    var alert = mapped.alert();
    var now = Timestamp.from(clock.instant());
    jdbc.sql("delete from alert_note where last_seen < ?")
        .param(Timestamp.from(clock.instant().minus(KEPT)))
        .update();
    var incident =
        correlation.preview(alert).stream()
            .filter(open -> !open.security())
            .map(open -> open.number())
            .findFirst()
            .orElse(null);
    var first =
        jdbc.sql(
                    "insert into alert_note (source, fingerprint, incident, title, rule, reason, count,"
                        + " first_seen, last_seen) values (?, ?, ?, ?, ?, ?, 1, ?, ?)"
                        + " on conflict do nothing")
                .params(
                    alert.source(),
                    alert.fingerprint(),
                    incident == null ? "" : incident,
                    alert.title(),
                    mapped.rule(),
                    mapped.note(),
                    now,
                    now)
                .update()
            == 1;
    if (!first) {
      jdbc.sql(
              "update alert_note set count = count + 1, last_seen = ?"
                  + " where source = ? and fingerprint = ? and incident = ?")
          .params(now, alert.source(), alert.fingerprint(), incident == null ? "" : incident)
          .update();
    } else if (incident != null) {
      timeline.add(
          incident,
          Actor.alert(alert.source()),
          "note",
          "Alert noted only: %s. %s (%s)".formatted(alert.title(), mapped.note(), mapped.rule()));
    }
  }

  /**
   * Returns what was noted, the latest first, but for what belongs to incidents that the reader may
   * not know of: they may have become restricted since.
   */
  List<Note> latest(String reader) {
    var notes = latest();
    var numbers = notes.stream().map(Note::incident).filter(Objects::nonNull).distinct().toList();
    var hidden = access.unreadable(reader, numbers);
    return notes.stream()
        .filter(note -> note.incident() == null || !hidden.contains(note.incident()))
        .toList();
  }

  private List<Note> latest() {
    return jdbc.sql("select * from alert_note order by last_seen desc limit " + MOST)
        .query(
            (row, n) ->
                new Note(
                    row.getString("source"),
                    row.getString("fingerprint"),
                    row.getString("title"),
                    row.getString("rule"),
                    row.getString("reason"),
                    row.getString("incident").isEmpty() ? null : row.getString("incident"),
                    row.getLong("count"),
                    row.getTimestamp("first_seen").toInstant(),
                    row.getTimestamp("last_seen").toInstant()))
        .list();
  }
}
