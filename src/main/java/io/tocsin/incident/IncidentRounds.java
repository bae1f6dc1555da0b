package io.tocsin.incident;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The course of a response, for whoever judges it afterwards: which level was in force when, and
 * when each round began, was taken and came to its resolution. Round 1 begins with the declaration,
 * each later one with a reopening.
 */
@Component
public class IncidentRounds {

  /**
   * A round of the response.
   *
   * @param number counted from 1; of what is older than the record some may be missing
   * @param takenAt when somebody took it in this round; null when nobody has
   * @param resolvedAt null while it was not resolved in this round
   */
  public record Round(
      int number, Instant beganAt, @Nullable Instant takenAt, @Nullable Instant resolvedAt) {}

  private final JdbcClient jdbc;
  private final Clock clock;

  IncidentRounds(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns the rounds of an incident, the first one first. */
  public List<Round> of(String number) {
    return jdbc.sql("select * from incident_round where incident = ? order by round")
        .param(number)
        .query(
            (row, n) ->
                new Round(
                    row.getInt("round"),
                    row.getTimestamp("began_at").toInstant(),
                    instant(row.getTimestamp("taken_at")),
                    instant(row.getTimestamp("resolved_at"))))
        .list();
  }

  /** An incident was declared: its first round, at its provisional level. */
  void declared(Incident incident) {
    level(incident.number, incident.severity);
    begin(incident.number, 1);
  }

  /** From now on another level is in force. */
  void level(String number, int level) {
    jdbc.sql("insert into severity_change (incident, at, level) values (?, ?, ?)")
        .params(number, now(), level)
        .update();
  }

  /** Somebody took it in the round that runs; the first one counts. */
  void taken(Incident incident) {
    jdbc.sql(
            "update incident_round set taken_at = coalesce(taken_at, ?)"
                + " where incident = ? and round = ?")
        .params(now(), incident.number, incident.reopenings + 1)
        .update();
  }

  /**
   * The round that runs began by itself: whoever commanded did not answer.
   *
   * @param incident as it is since the reopening
   */
  void silent(IncidentView incident, String commander) {
    jdbc.sql("update incident_round set silent_commander = ? where incident = ? and round = ?")
        .params(commander, incident.number(), incident.reopenings() + 1)
        .update();
  }

  /** Somebody is here after all; changes nothing for anybody else. */
  void answered(Incident incident, String person) {
    jdbc.sql(
            "update incident_round set silent_commander = null"
                + " where incident = ? and round = ? and silent_commander = ?")
        .params(incident.number, incident.reopenings + 1, person)
        .update();
  }

  /** Returns who commanded before the round that runs, and has not answered since. */
  Optional<String> silent(IncidentView incident) {
    return jdbc.sql(
            "select silent_commander from incident_round"
                + " where incident = ? and round = ? and silent_commander is not null")
        .params(incident.number(), incident.reopenings() + 1)
        .query(String.class)
        .optional();
  }

  /** The status has changed: a round may have come to its end, or the next one begun. */
  void moved(Incident incident, Status from) {
    if (incident.status() == Status.RESOLVED) {
      jdbc.sql("update incident_round set resolved_at = ? where incident = ? and round = ?")
          .params(now(), incident.number, incident.reopenings + 1)
          .update();
    } else if (from == Status.RESOLVED && incident.status().responding()) {
      begin(incident.number, incident.reopenings + 1);
    }
  }

  private void begin(String number, int round) {
    jdbc.sql(
            "insert into incident_round (incident, round, began_at) values (?, ?, ?)"
                + " on conflict do nothing")
        .params(number, round, now())
        .update();
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  private Timestamp now() {
    return Timestamp.from(clock.instant());
  }
}
