package io.tocsin.incident;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who has stopped the clocks of an incident, and why. */
@Component
public class Pauses {

  /**
   * A pause whose end nobody has noted yet.
   *
   * @param until when it ends by itself
   */
  public record Pause(Instant at, Instant until, String reason, String pausedBy) {}

  private final JdbcClient jdbc;

  Pauses(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  void begin(String incident, Pause pause) {
    jdbc.sql(
            "insert into incident_pause (incident, at, until, reason, paused_by)"
                + " values (?, ?, ?, ?, ?)")
        .params(
            incident,
            Timestamp.from(pause.at()),
            Timestamp.from(pause.until()),
            pause.reason(),
            pause.pausedBy())
        .update();
  }

  /** Ends the open pause, if there is one. */
  void end(String incident, Instant at, String by) {
    jdbc.sql(
            "update incident_pause set ended_at = ?, ended_by = ?"
                + " where incident = ? and ended_at is null")
        .params(Timestamp.from(at), by, incident)
        .update();
  }

  /** Returns the pause that is open. Its end may have passed, until the clock notes it. */
  public Optional<Pause> open(String incident) {
    return jdbc.sql("select * from incident_pause where incident = ? and ended_at is null")
        .param(incident)
        .query(Pauses::map)
        .optional();
  }

  /** Returns the end of the pause that ran at a time, or the time itself. */
  Instant after(String incident, Instant time) {
    var end =
        jdbc.sql(
                "select least(until, ended_at) from incident_pause where incident = ?"
                    + " and at <= ? and least(until, ended_at) > ? order by 1 desc limit 1")
            .params(incident, Timestamp.from(time), Timestamp.from(time))
            .query(Timestamp.class)
            .optional();
    // One pause may have taken the place of another.
    return end.map(Timestamp::toInstant).map(over -> after(incident, over)).orElse(time);
  }

  private static Pause map(ResultSet row, int n) throws SQLException {
    return new Pause(
        row.getTimestamp("at").toInstant(),
        row.getTimestamp("until").toInstant(),
        row.getString("reason"),
        row.getString("paused_by"));
  }
}
