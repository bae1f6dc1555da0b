package io.tocsin.incident;

import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Stops the clocks of an incident and lets them run again; who did, and why. */
@Service
@Transactional
public class Pauses {

  /**
   * A pause whose end nobody has noted yet.
   *
   * @param until when it ends by itself
   */
  public record Pause(Instant at, Instant until, String reason, String pausedBy) {}

  /**
   * A time in which the clocks stood still.
   *
   * @param until exclusive; ahead while the pause goes on
   */
  public record Span(Instant from, Instant until) {}

  private final IncidentRepository repository;
  private final IncidentPolicies policies;
  private final Timeline timeline;
  private final JdbcClient jdbc;
  private final Clock clock;

  Pauses(
      IncidentRepository repository,
      IncidentPolicies policies,
      Timeline timeline,
      JdbcClient jdbc,
      Clock clock) {
    this.repository = repository;
    this.policies = policies;
    this.timeline = timeline;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Stops the clocks of an incident until a time; a pause that runs already is replaced.
   *
   * @throws InvalidInputException when the time lies in the past or further ahead than the policy
   *     allows
   */
  void pause(String number, Instant until, String reason, Actor actor) {
    var incident = repository.locked(number);
    incident.requireResponding();
    var now = clock.instant();
    var end = until.truncatedTo(ChronoUnit.SECONDS);
    if (!end.isAfter(now)) {
      throw new InvalidInputException("until", "lies in the past; name a time ahead");
    }
    var longest = policies.of(incident.view()).profile().duration("pauseAtMost");
    if (end.isAfter(now.plus(longest))) {
      throw new InvalidInputException(
          "until", "lies more than " + longest + " ahead, the longest pause of the policy");
    }
    incident.pausedUntil = end;
    incident.pauseReason = reason;
    repository.save(incident);
    end(number, now, actor.id());
    begin(number, new Pause(now, end, reason, actor.id()));
    timeline.add(
        number, actor, "pause", "Clocks paused until " + Texts.clock(end, now) + ": " + reason);
  }

  /** Lets the clocks of an incident run again before its pause is over. */
  void resume(String number, String reason, Actor actor) {
    var incident = repository.locked(number);
    incident.requireResponding();
    if (!incident.view().paused(clock.instant())) {
      throw new ConflictException("The clocks of " + number + " are not paused");
    }
    close(incident, actor);
    repository.save(incident);
    timeline.add(number, actor, "pause", "Clocks resumed: " + reason);
  }

  /** A pause has come to its end by itself. */
  void over(String number) {
    var incident = repository.locked(number);
    close(incident, Actor.ENGINE);
    repository.save(incident);
    timeline.add(number, Actor.ENGINE, "pause", "The pause is over, the clocks run again");
  }

  /** The end stays on the record: what fell due in the pause is due at its end. */
  void close(Incident incident, Actor actor) {
    var now = clock.instant();
    if (incident.pausedUntil != null && incident.pausedUntil.isAfter(now)) {
      incident.pausedUntil = now;
    }
    incident.pauseReason = null;
    end(incident.number, now, actor.id());
  }

  private void begin(String incident, Pause pause) {
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
  private void end(String incident, Instant at, String by) {
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

  /** Returns when the clocks of an incident stood still, in order; none overlaps another. */
  @Transactional(readOnly = true)
  public List<Span> of(String incident) {
    return jdbc.sql(
            "select at, least(until, ended_at) as ended from incident_pause where incident = ?"
                + " order by at")
        .param(incident)
        .query(
            (row, n) ->
                new Span(row.getTimestamp("at").toInstant(), row.getTimestamp("ended").toInstant()))
        .list();
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
