package io.tocsin.statuspage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of what was pushed. Written in transactions of its own: what the provider has taken
 * stays taken when the engine rolls back.
 */
@Component
class Pushes {

  /**
   * A post that was not pushed yet, or that says something else since.
   *
   * @param incident opaque id; marks what is ours at the provider
   * @param providerId what the provider calls the incident; null before it took one
   * @param name what the incident is called now
   * @param unknown whether it was tried before without an answer
   * @param there whether the provider has taken it
   * @param insteadOf the words of which some may stand there in its place, oldest first; empty when
   *     it says what it always said
   * @param resolved whether the provider was told that it is over
   * @param services all that posts of the incident have named up to now
   */
  record Push(
      Post post,
      String incident,
      @Nullable String providerId,
      String name,
      boolean unknown,
      boolean there,
      List<String> insteadOf,
      boolean resolved,
      List<String> services) {}

  private static final String INSTEAD_OF =
      "case when instead_of is null then '{}'::text[] else array_prepend(instead_of,"
          + " instead_of_too) end";

  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Pushes(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock) {
    this.jdbc = jdbc;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Lets one at a time push of an incident, until the end of the caller's transaction. Does not
   * wait: whoever waited would hold a connection for as long as the provider takes to answer.
   *
   * @return false when another one pushes
   */
  @Transactional(propagation = Propagation.MANDATORY)
  boolean oneAtATime(UUID post) {
    return jdbc.sql(
            "select pg_try_advisory_xact_lock(hashtextextended('push ' || incident, 0))"
                + " from public_post where id = ?")
        .param(post)
        .query(Boolean.class)
        .single();
  }

  /** Returns whether a post is pushed as it is now, or never was to be. */
  boolean done(UUID post) {
    return jdbc.sql(
                "select count(*) from status_push where post = ?"
                    + " and (done_at is null or instead_of is not null)")
            .param(post)
            .query(Integer.class)
            .single()
        == 0;
  }

  /** Returns what comes next of the incident of a post: its oldest that is not pushed as it is. */
  Optional<Push> next(UUID post) {
    return jdbc.sql(
            "select p.*, i.id as public_id, i.provider_id, s.begun_at, s.done_at,"
                + (" " + INSTEAD_OF + " as in_its_place,")
                + " (select newest.title from public_post newest where newest.incident = p.incident"
                + " order by newest.at desc, newest.seq desc limit 1) as name,"
                + " coalesce((select old.status = 'resolved' from public_post old"
                + " join status_push o on o.post = old.id where old.incident = p.incident"
                + " and old.status <> 'postmortem' and (old.at, old.seq) < (p.at, p.seq)"
                + " and o.done_at is not null and o.refused is null"
                + " order by old.at desc, old.seq desc limit 1), false) as resolved,"
                + " array(select distinct unnest(o.services) from public_post o"
                + " where o.incident = p.incident order by 1) as named"
                + " from status_push s join public_post p on p.id = s.post"
                + " join public_incident i on i.incident = p.incident"
                + " where p.incident = (select incident from public_post where id = ?)"
                + " and (s.done_at is null or s.instead_of is not null)"
                + " order by p.at, p.seq limit 1")
        .param(post)
        .query(Pushes::map)
        .optional();
  }

  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void begin(UUID post) {
    jdbc.sql("update status_push set begun_at = ? where post = ?")
        .params(Timestamp.from(clock.instant()), post)
        .update();
  }

  /** The provider said no, so that nothing of it is there. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void refused(UUID post) {
    jdbc.sql("update status_push set begun_at = null where post = ?").param(post).update();
  }

  /** The provider takes a post never: what comes after it goes on, and the incident hears of it. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void refusedForGood(Push push, String reason) {
    var news =
        jdbc.sql(
                "update status_push set done_at = coalesce(done_at, ?), instead_of = null,"
                    + " refused = ? where post = ? and (done_at is null or instead_of is not null)")
            .params(Timestamp.from(clock.instant()), reason, push.post().key())
            .update();
    if (news == 1) {
      var incident =
          jdbc.sql("select incident from public_post where id = ?")
              .param(push.post().key())
              .query(String.class)
              .single();
      events.publishEvent(new PostRefused(incident, push.post().status().word(), reason));
    }
  }

  /** The incident is not at the provider any more. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void gone(Push push) {
    jdbc.sql("update public_incident set provider_id = null where id = ?")
        .param(push.incident())
        .update();
  }

  /** What was taken down meanwhile is not done: the words that were pushed have to go. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void done(Push push, @Nullable String providerId) {
    jdbc.sql(
            "update status_push set done_at = ?,"
                + (" instead_of = case when "
                    + INSTEAD_OF
                    + " = ?::text[] then null else ?::text end,")
                + " instead_of_too = null where post = ?")
        .params(
            Timestamp.from(clock.instant()),
            push.insteadOf().toArray(String[]::new),
            push.post().body(),
            push.post().key())
        .update();
    jdbc.sql("update public_incident set provider_id = ? where id = ?")
        .params(providerId, push.incident())
        .update();
  }

  private static Push map(ResultSet row, int n) throws SQLException {
    return new Push(
        PublicPosts.post(row),
        row.getString("public_id"),
        row.getString("provider_id"),
        row.getString("name"),
        row.getTimestamp("begun_at") != null,
        row.getTimestamp("done_at") != null,
        List.of((String[]) row.getArray("in_its_place").getArray()),
        row.getBoolean("resolved"),
        List.of((String[]) row.getArray("named").getArray()));
  }
}
