package io.tocsin.publication;

import io.tocsin.incident.Actor;
import io.tocsin.incident.PublicVoice;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.publication.PublicText.Kind;
import io.tocsin.publication.PublicText.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The record of words for the public. */
@Component
class PublicTexts implements PublicVoice {

  private final JdbcClient jdbc;

  PublicTexts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Adds words; those of an id that is there already stay as they are. */
  boolean add(PublicText text) {
    return jdbc.sql(
                "insert into public_text (id, incident, kind, state, title, body, services, author,"
                    + " written_at, next_update_at, email, deadline_at, waits_since)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing")
            .params(
                text.id(),
                text.incident(),
                text.kind().word(),
                text.state().word(),
                text.title(),
                text.body(),
                text.services().toArray(String[]::new),
                text.author(),
                Timestamp.from(text.writtenAt()),
                timestamp(text.nextUpdateAt()),
                text.email(),
                timestamp(text.deadlineAt()),
                Timestamp.from(text.waitsSince()))
            .update()
        == 1;
  }

  PublicText get(UUID id) {
    return jdbc.sql("select * from public_text where id = ?")
        .param(id)
        .query(PublicTexts::map)
        .single();
  }

  Optional<PublicText> find(UUID id) {
    return jdbc.sql("select * from public_text where id = ?")
        .param(id)
        .query(PublicTexts::map)
        .optional();
  }

  /** Returns the words of an incident, oldest first. */
  List<PublicText> of(String incident) {
    return jdbc.sql("select * from public_text where incident = ? order by written_at, id")
        .param(incident)
        .query(PublicTexts::map)
        .list();
  }

  /** Changes the words: what was released before does not count for them. */
  void rewrite(UUID id, String title, String body, String author, Instant at) {
    jdbc.sql(
            "update public_text set title = ?, body = ?, author = ?, state = 'written',"
                + " revision = revision + 1, reason = null, waits_since = ?, told_at = null"
                + " where id = ?")
        .params(title, body, author, Timestamp.from(at), id)
        .update();
  }

  void sendBack(UUID id, String reason, Instant at) {
    jdbc.sql(
            "update public_text set state = 'sent back', reason = ?, waits_since = ?,"
                + " told_at = null where id = ?")
        .params(reason, Timestamp.from(at), id)
        .update();
  }

  void move(UUID id, State to) {
    jdbc.sql("update public_text set state = ? where id = ?").params(to.word(), id).update();
  }

  void published(UUID id, Instant at) {
    jdbc.sql("update public_text set state = 'published', published_at = ? where id = ?")
        .params(Timestamp.from(at), id)
        .update();
  }

  /** What is out of an incident is of another one from now on. */
  void handOver(String incident, String other) {
    jdbc.sql("update public_text set incident = ? where incident = ? and state = 'published'")
        .params(other, incident)
        .update();
  }

  /**
   * A headline is carried on from words to words; it goes wherever it stands.
   *
   * @return whether any had it
   */
  boolean retitle(String incident, String title, String other) {
    return !title.equals(other)
        && jdbc.sql("update public_text set title = ? where incident = ? and title = ?")
                .params(other, incident, title)
                .update()
            > 0;
  }

  /**
   * What is out says something else from now on, without a release.
   *
   * @return false when it was taken down before, or is not out
   */
  boolean takenDown(UUID id, String title, String body, Instant at) {
    return jdbc.sql(
                "update public_text set title = ?, body = ?, taken_down_at = ?,"
                    + " taken_down_title = nullif(title, ?)"
                    + " where id = ? and state = 'published' and taken_down_at is null")
            .params(title, body, Timestamp.from(at), title, id)
            .update()
        == 1;
  }

  /**
   * Notes that customers are mailed of words.
   *
   * @return false when they were mailed before, or are not to be said any more
   */
  boolean mailed(UUID id, Instant at) {
    return jdbc.sql(
                "update public_text set mailed_at = ?"
                    + " where id = ? and mailed_at is null and taken_down_at is null")
            .params(Timestamp.from(at), id)
            .update()
        == 1;
  }

  /** No customer was mailed of words after all. */
  void unmailed(UUID id) {
    jdbc.sql("update public_text set mailed_at = null where id = ?").param(id).update();
  }

  /**
   * Refuses a headline that was taken down, which a form may show that was opened before.
   *
   * @throws InvalidInputException naming it
   */
  void requireStanding(String incident, String title) {
    if (jdbc.sql("select count(*) from public_text where incident = ? and taken_down_title = ?")
            .params(incident, title)
            .query(Integer.class)
            .single()
        > 0) {
      throw new InvalidInputException("title", "this headline was taken down; write another");
    }
  }

  /** Returns the words that send readers of incidents merged into one to its headline. */
  List<PublicText> pointingTo(String incident) {
    return jdbc.sql(
            "select * from public_text where kind = 'dismissal' and incident in"
                + " (select number from incident where merged_into = ?) order by written_at, id")
        .param(incident)
        .query(PublicTexts::map)
        .list();
  }

  /** Has words say something else, though nobody changed them. */
  void reword(UUID id, String body) {
    jdbc.sql("update public_text set body = ? where id = ?").params(body, id).update();
  }

  void told(UUID id, Instant at) {
    jdbc.sql("update public_text set told_at = ? where id = ?")
        .params(Timestamp.from(at), id)
        .update();
  }

  /** Notes that somebody released the words as they are now. */
  void release(PublicText text, String approver, String person, Instant at) {
    jdbc.sql(
            "insert into public_text_release (text, approver, revision, person, at)"
                + " values (?, ?, ?, ?, ?) on conflict do nothing")
        .params(text.id(), approver, text.revision(), person, Timestamp.from(at))
        .update();
  }

  /** Returns the groups that have released the words as they are now. */
  Set<String> releasedBy(PublicText text) {
    return jdbc.sql("select approver from public_text_release where text = ? and revision = ?")
        .params(text.id(), text.revision())
        .query(String.class)
        .set();
  }

  @Override
  public Optional<Said> lastByPerson(String incident) {
    return jdbc.sql(
            "select published_at, next_update_at from public_text where incident = ?"
                + " and kind <> 'summary' and state = 'published' and taken_down_at is null"
                + " and author <> ? order by published_at desc limit 1")
        .params(incident, Actor.ENGINE.id())
        .query((row, n) -> new Said(row.getTimestamp(1).toInstant(), instant(row.getTimestamp(2))))
        .optional();
  }

  @Override
  public boolean onTheirWay(String incident) {
    return jdbc.sql(
                "select count(*) from public_text where incident = ? and author <> ?"
                    + " and kind <> 'summary' and state in ('written', 'sent back', 'released')")
            .params(incident, Actor.ENGINE.id())
            .query(Integer.class)
            .single()
        > 0;
  }

  private static PublicText map(ResultSet row, int n) throws SQLException {
    return new PublicText(
        row.getObject("id", UUID.class),
        row.getString("incident"),
        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
        state(row),
        row.getInt("revision"),
        row.getString("title"),
        row.getString("body"),
        List.of((String[]) row.getArray("services").getArray()),
        row.getString("author"),
        row.getTimestamp("written_at").toInstant(),
        instant(row.getTimestamp("next_update_at")),
        row.getBoolean("email"),
        instant(row.getTimestamp("deadline_at")),
        row.getTimestamp("waits_since").toInstant(),
        instant(row.getTimestamp("told_at")),
        row.getString("reason"),
        instant(row.getTimestamp("published_at")),
        instant(row.getTimestamp("mailed_at")));
  }

  /** Older nodes go on reading what was taken down as published. */
  private static State state(ResultSet row) throws SQLException {
    return row.getTimestamp("taken_down_at") == null
        ? State.of(row.getString("state"))
        : State.TAKEN_DOWN;
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }

  private static @Nullable Timestamp timestamp(@Nullable Instant at) {
    return at == null ? null : Timestamp.from(at);
  }
}
