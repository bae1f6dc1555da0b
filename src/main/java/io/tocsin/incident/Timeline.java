package io.tocsin.incident;

import static java.util.Objects.requireNonNull;

import io.tocsin.database.OncePerTransaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The append-only record of each incident. */
@Component
public class Timeline {

  /** A longer text is cut, so that one command's output cannot fill the record. */
  private static final int MAX_TEXT = 20_000;

  private final JdbcClient jdbc;
  private final Clock clock;

  private record Kind(String incident, String kind) {}

  private final OncePerTransaction<Kind, Optional<TimelineEntry>> seen = new OncePerTransaction<>();

  Timeline(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Adds a line, with the present time, in the caller's transaction. */
  public void add(String incident, Actor actor, String kind, String text) {
    add(incident, actor, kind, text, null);
  }

  /**
   * The same for a line that programs look for.
   *
   * @param fact what it says, of {@link Fact}
   */
  public void add(String incident, Actor actor, String kind, String text, @Nullable String fact) {
    jdbc.sql(
            "insert into timeline_entry (incident, at, actor, source, kind, text, fact)"
                + " values (?, ?, ?, ?, ?, ?, ?)")
        .params(
            incident,
            Timestamp.from(clock.instant()),
            actor.id(),
            actor.source(),
            kind,
            text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + " (cut)" : text,
            fact)
        .update();
    seen.forget(new Kind(incident, kind));
  }

  /** Returns the lines of an incident after a given one, oldest first. */
  public List<TimelineEntry> of(String incident, long afterId) {
    return jdbc.sql(
            "select id, at, actor, source, kind, text, fact from timeline_entry"
                + " where incident = ? and id > ? order by id")
        .params(incident, afterId)
        .query(Timeline::map)
        .list();
  }

  /** Returns whether there is a line of these words. */
  public boolean says(String incident, String text) {
    return jdbc.sql("select count(*) from timeline_entry where incident = ? and text = ?")
            .params(incident, text)
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Returns the newest line of a kind. */
  public Optional<TimelineEntry> last(String incident, String kind) {
    return last(incident, kind, 1).stream().findFirst();
  }

  /** Returns the newest lines of a kind, at most so many, oldest first. */
  public List<TimelineEntry> last(String incident, String kind, int number) {
    return jdbc.sql(
            "select * from (select id, at, actor, source, kind, text, fact from timeline_entry"
                + " where incident = ? and kind = ? order by id desc limit ?) newest order by id")
        .params(incident, kind, number)
        .query(Timeline::map)
        .list();
  }

  /** The same for readers: what others write while this transaction runs may be missing. */
  Optional<TimelineEntry> lastSeen(String incident, String kind) {
    return requireNonNull(seen.get(new Kind(incident, kind), of -> last(of.incident(), of.kind())));
  }

  /** Returns who has taken an incident; after a reopening, who has anew. */
  public Optional<String> takenBy(String incident) {
    return last(incident, "acknowledged").map(TimelineEntry::actor);
  }

  private static TimelineEntry map(ResultSet row, int n) throws SQLException {
    return new TimelineEntry(
        row.getLong("id"),
        row.getTimestamp("at").toInstant(),
        row.getString("actor"),
        row.getString("source"),
        row.getString("kind"),
        row.getString("text"),
        row.getString("fact"));
  }
}
