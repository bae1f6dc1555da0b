package io.tocsin.incident;

import static java.util.Objects.requireNonNull;

import io.tocsin.database.OncePerTransaction;
import io.tocsin.problem.InvalidInputException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The written updates of each incident. */
@Component
public class StatusUpdates {

  /** The audiences that an update can be written to. */
  public static final Set<String> AUDIENCES = Set.of("internal", "executive", "public");

  public static final String PUBLIC = "public";

  /** Nobody promises an update for later. */
  private static final Duration LATEST = Duration.ofDays(366);

  private final JdbcClient jdbc;
  private final Clock clock;
  private final OncePerTransaction<String, List<UpdateRequest>> asked = new OncePerTransaction<>();

  private record To(String incident, String audience) {}

  private final OncePerTransaction<To, Optional<StatusUpdate>> newest = new OncePerTransaction<>();

  StatusUpdates(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  StatusUpdate add(
      String incident,
      String audience,
      String text,
      String author,
      @Nullable Instant nextUpdateAt) {
    requireAudience(audience);
    var now = clock.instant();
    if (nextUpdateAt != null && !nextUpdateAt.isAfter(now)) {
      throw new InvalidInputException("nextUpdateAt", "lies in the past; promise a time ahead");
    }
    if (nextUpdateAt != null && nextUpdateAt.isAfter(now.plus(LATEST))) {
      throw new InvalidInputException(
          "nextUpdateAt", "lies more than " + LATEST.toDays() + " days ahead");
    }
    var update =
        new StatusUpdate(UUID.randomUUID(), incident, audience, text, author, now, nextUpdateAt);
    jdbc.sql(
            "insert into status_update (id, incident, audience, text, author, at, next_update_at)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            update.id(),
            incident,
            audience,
            text,
            author,
            Timestamp.from(now),
            nextUpdateAt == null ? null : Timestamp.from(nextUpdateAt))
        .update();
    lookAgain(incident, audience);
    return update;
  }

  /** Returns the updates of an incident, oldest first. */
  public List<StatusUpdate> of(String incident) {
    return jdbc.sql("select * from status_update where incident = ? order by at, id")
        .param(incident)
        .query(StatusUpdates::map)
        .list();
  }

  /** Returns the update of an id. */
  StatusUpdate get(UUID id) {
    return jdbc.sql("select * from status_update where id = ?")
        .param(id)
        .query(StatusUpdates::map)
        .single();
  }

  /** Returns the newest update to an audience. */
  public Optional<StatusUpdate> last(String incident, String audience) {
    return requireNonNull(newest.get(new To(incident, audience), this::readNewest));
  }

  private Optional<StatusUpdate> readNewest(To readers) {
    return jdbc.sql(
            "select * from status_update where incident = ? and audience = ? order by at desc limit 1")
        .params(readers.incident(), readers.audience())
        .query(StatusUpdates::map)
        .optional();
  }

  /** What others have written since this transaction read it counts, too. */
  void lookAgain(String incident, String audience) {
    newest.forget(new To(incident, audience));
  }

  /** Returns the newest update to an audience that a person has written. */
  Optional<StatusUpdate> lastByPerson(String incident, String audience) {
    var last = last(incident, audience);
    return last.isEmpty() || !last.get().author().equals(Actor.ENGINE.id())
        ? last
        : jdbc.sql(
                "select * from status_update where incident = ? and audience = ? and author <> ?"
                    + " order by at desc limit 1")
            .params(incident, audience, Actor.ENGINE.id())
            .query(StatusUpdates::map)
            .optional();
  }

  /**
   * An update that was not written when it was due.
   *
   * @param audience internal, executive or public
   */
  public record Late(String audience, Instant dueAt) {}

  /**
   * How far it has come with an update that is overdue.
   *
   * @param at when somebody was last told or reminded
   * @param handedOver whether the commander was given it
   */
  record Reminded(Instant at, boolean handedOver) {}

  /**
   * Notes that an update was not written when it was due, of which somebody is told now; each due
   * time counts once.
   *
   * @return when they were told or reminded last
   */
  Reminded late(String incident, String audience, Instant dueAt) {
    return jdbc.sql(
            "insert into update_overdue as o (incident, audience, due_at, reminded_at)"
                + " values (?, ?, ?, ?) on conflict (incident, audience, due_at) do update"
                // An older node has not kept it.
                + " set reminded_at = coalesce(o.reminded_at, excluded.reminded_at)"
                + " returning reminded_at, handed_over")
        .params(incident, audience, Timestamp.from(dueAt), Timestamp.from(clock.instant()))
        .query(
            (row, n) ->
                new Reminded(
                    row.getTimestamp("reminded_at").toInstant(), row.getBoolean("handed_over")))
        .single();
  }

  /**
   * Notes that somebody was reminded just now of an update that is overdue.
   *
   * @param handedOver whether the commander was given it
   */
  void reminded(String incident, String audience, Instant dueAt, boolean handedOver) {
    jdbc.sql(
            "update update_overdue set reminded_at = ?, handed_over = handed_over or ?"
                + " where incident = ? and audience = ? and due_at = ?")
        .params(
            Timestamp.from(clock.instant()), handedOver, incident, audience, Timestamp.from(dueAt))
        .update();
  }

  /** Returns the updates that were not written when they were due, the earliest first. */
  public List<Late> late(String incident) {
    return jdbc.sql("select * from update_overdue where incident = ? order by due_at, audience")
        .param(incident)
        .query(
            (row, n) -> new Late(row.getString("audience"), row.getTimestamp("due_at").toInstant()))
        .list();
  }

  /** Notes that somebody wants an update. */
  void ask(String incident, String audience, String reason, String requestedBy) {
    requireAudience(audience);
    jdbc.sql(
            "insert into update_request (incident, audience, reason, requested_by, at)"
                + " values (?, ?, ?, ?, ?)")
        .params(incident, audience, reason, requestedBy, Timestamp.from(clock.instant()))
        .update();
    asked.forget(incident);
  }

  /** Returns the requests for updates that none has answered yet, oldest first. */
  public List<UpdateRequest> asked(String incident) {
    return requireNonNull(asked.get(incident, this::readAsked));
  }

  private List<UpdateRequest> readAsked(String incident) {
    return jdbc.sql(
            "select * from update_request where incident = ? and settled_by is null order by id")
        .param(incident)
        .query(
            (row, n) ->
                new UpdateRequest(
                    row.getString("audience"),
                    row.getString("reason"),
                    row.getString("requested_by"),
                    row.getTimestamp("at").toInstant()))
        .list();
  }

  /** An update answers all who asked for one. */
  void settle(StatusUpdate update) {
    jdbc.sql(
            "update update_request set settled_by = ?"
                + " where incident = ? and audience = ? and settled_by is null")
        .params(update.id(), update.incident(), update.audience())
        .update();
    asked.forget(update.incident());
  }

  /** Returns the audiences with updates that have not been handed to delivery. */
  List<String> unsentAudiences(String incident) {
    return jdbc.sql(
            "select distinct audience from status_update where incident = ? and sent_at is null"
                + " order by audience")
        .param(incident)
        .query(String.class)
        .list();
  }

  /** Returns the updates to an audience that have not been handed to delivery, oldest first. */
  public List<StatusUpdate> unsent(String incident, String audience) {
    if (last(incident, audience).isEmpty()) {
      return List.of();
    }
    return jdbc.sql(
            "select * from status_update where incident = ? and audience = ? and sent_at is null"
                + " order by at, id")
        .params(incident, audience)
        .query(StatusUpdates::map)
        .list();
  }

  /** Notes that an update was handed to delivery. */
  public void sent(UUID id) {
    jdbc.sql("update status_update set sent_at = ? where id = ?")
        .params(Timestamp.from(clock.instant()), id)
        .update();
  }

  private static void requireAudience(String audience) {
    if (!AUDIENCES.contains(audience)) {
      throw new InvalidInputException(
          "audience",
          "'"
              + audience
              + "' is none of "
              + String.join(", ", AUDIENCES.stream().sorted().toList()));
    }
  }

  private static StatusUpdate map(ResultSet row, int n) throws SQLException {
    var next = row.getTimestamp("next_update_at");
    return new StatusUpdate(
        row.getObject("id", UUID.class),
        row.getString("incident"),
        row.getString("audience"),
        row.getString("text"),
        row.getString("author"),
        row.getTimestamp("at").toInstant(),
        next == null ? null : next.toInstant());
  }
}
