package io.tocsin.slack;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The first message of an incident in a shared channel: all others answer it. Written in
 * transactions of their own: what Slack has taken stays taken.
 */
@Repository
@Transactional(propagation = Propagation.REQUIRES_NEW)
class SlackThreads {

  /** Longer than a call can last: whoever claimed the first place has died. */
  private static final Duration CLAIM = Duration.ofMinutes(1);

  private final JdbcClient jdbc;
  private final Clock clock;

  SlackThreads(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Returns the ts of the first message, once it is there. */
  @Transactional(propagation = Propagation.SUPPORTS)
  public Optional<Root> find(String incident, String channel) {
    return jdbc.sql(
            "select posted_in, ts from slack_thread where incident = ? and channel = ?"
                + " and ts is not null")
        .params(incident, channel)
        .query((row, n) -> new Root(row.getString("posted_in"), row.getString("ts")))
        .optional();
  }

  /** Where a thread begins. */
  record Root(String channel, String ts) {}

  /** Claims the first place; false while another message has it. */
  public boolean claim(String incident, String channel, UUID delivery) {
    var now = clock.instant();
    return jdbc.sql(
                "insert into slack_thread (incident, channel, delivery, claimed_at)"
                    + " values (:incident, :channel, :delivery, :now)"
                    + " on conflict (incident, channel) do update"
                    + " set delivery = excluded.delivery, claimed_at = excluded.claimed_at"
                    + " where slack_thread.ts is null and (slack_thread.claimed_at < :dead"
                    + " or slack_thread.delivery = excluded.delivery)")
            .param("incident", incident)
            .param("channel", channel)
            .param("delivery", delivery)
            .param("now", Timestamp.from(now))
            .param("dead", Timestamp.from(now.minus(CLAIM)))
            .update()
        == 1;
  }

  /** The claimed message was posted: it is the first one. */
  public void posted(String incident, String channel, SlackApi.Posted posted) {
    jdbc.sql(
            "update slack_thread set ts = ?, posted_in = ? where incident = ? and channel = ?"
                + " and ts is null")
        .params(posted.ts(), posted.channel(), incident, channel)
        .update();
  }

  /** It was not taken: another may be the first one. */
  public void release(String incident, String channel, UUID delivery) {
    jdbc.sql(
            "delete from slack_thread where incident = ? and channel = ? and delivery = ?"
                + " and ts is null")
        .params(incident, channel, delivery)
        .update();
  }
}
