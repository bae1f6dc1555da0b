package io.tocsin.notification;

import io.tocsin.notification.Delivery.State;
import io.tocsin.problem.NotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of what was promised and what became of it. Outcomes are written in a transaction of
 * their own: what the outside has taken stays taken when the engine rolls back.
 */
@Component
public class Deliveries {

  private final JdbcClient jdbc;
  private final Clock clock;

  Deliveries(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Promises a message, in the caller's transaction.
   *
   * @return false when one of the same key was promised before
   */
  boolean add(Delivery delivery) {
    return jdbc.sql(
                "insert into delivery (id, key, incident, event, round, audience, recipient,"
                    + " recipient_name, channel, address, subject, body, message_id, state,"
                    + " last_error, created_at, html, urgent, ack_token, unsubscribe, fallback_of)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict (key) do nothing")
            .params(
                delivery.id(),
                delivery.key(),
                delivery.incident(),
                delivery.event(),
                delivery.round(),
                delivery.audience(),
                delivery.recipient(),
                delivery.recipientName(),
                delivery.channel(),
                delivery.address(),
                delivery.subject(),
                delivery.body(),
                delivery.messageId(),
                delivery.state().word(),
                delivery.lastError(),
                Timestamp.from(delivery.createdAt()),
                delivery.html(),
                delivery.urgent(),
                delivery.ackToken(),
                delivery.unsubscribe(),
                delivery.fallbackOf())
            .update()
        == 1;
  }

  /**
   * Returns a delivery.
   *
   * @throws NotFoundException when there is none of that id
   */
  Delivery get(UUID id) {
    return jdbc.sql("select * from delivery where id = ?")
        .param(id)
        .query(Deliveries::map)
        .optional()
        .orElseThrow(() -> new NotFoundException("There is no delivery " + id));
  }

  /** Returns whether one of the events was promised to somebody by a channel before. */
  boolean told(String incident, List<String> events, String recipient, String channel) {
    return !events.isEmpty()
        && jdbc.sql(
                "select exists (select from delivery where incident = :incident"
                    + " and event in (:events) and recipient = :recipient and channel = :channel)")
            .param("incident", incident)
            .param("events", events)
            .param("recipient", recipient)
            .param("channel", channel)
            .query(Boolean.class)
            .single();
  }

  /** Returns the deliveries of an incident, oldest first. */
  public List<Delivery> of(String incident) {
    return jdbc.sql("select * from delivery where incident = ? order by created_at, key")
        .param(incident)
        .query(Deliveries::map)
        .list();
  }

  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void done(UUID id, Channel.Sent sent) {
    var at = sent.state() == State.SENT ? Timestamp.from(clock.instant()) : null;
    settle(id, sent.state(), null, at);
    jdbc.sql("update delivery set provider_id = ? where id = ?")
        .params(sent.providerId(), id)
        .update();
  }

  /** Notes a failed attempt. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void failed(UUID id, String error, boolean givenUp) {
    settle(id, givenUp ? State.FAILED : State.PENDING, error, null);
  }

  private void settle(UUID id, State state, @Nullable String error, @Nullable Timestamp sentAt) {
    jdbc.sql(
            "update delivery set state = ?, attempts = attempts + 1, last_error = ?, sent_at = ?"
                + " where id = ?")
        .params(state.word(), error, sentAt, id)
        .update();
  }

  static Delivery map(ResultSet row, int n) throws SQLException {
    var sent = row.getTimestamp("sent_at");
    var next = row.getTimestamp("next_attempt_at");
    return new Delivery(
        row.getObject("id", UUID.class),
        row.getString("key"),
        row.getString("incident"),
        row.getString("event"),
        row.getString("round"),
        row.getString("audience"),
        row.getString("recipient"),
        row.getString("recipient_name"),
        row.getString("channel"),
        row.getString("address"),
        row.getString("subject"),
        row.getString("body"),
        row.getString("message_id"),
        State.of(row.getString("state")),
        row.getInt("attempts"),
        row.getString("last_error"),
        row.getTimestamp("created_at").toInstant(),
        sent == null ? null : sent.toInstant(),
        row.getString("html"),
        row.getBoolean("urgent"),
        row.getString("ack_token"),
        row.getString("unsubscribe"),
        row.getString("provider_id"),
        row.getObject("fallback_of", UUID.class),
        next == null ? null : next.toInstant());
  }
}
