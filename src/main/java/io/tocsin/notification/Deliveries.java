package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Delivery.State;
import io.tocsin.problem.NotFoundException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** What somebody has heard, or is about to. */
  private static final String HEARD = "state in ('sent', 'pending', 'kept')";

  /** The same message to the same recipient, by channels that have given it up. */
  private static final String GIVEN_UP_BESIDES =
      " from delivery own where own.id = :id and other.incident = own.incident"
          + " and other.event = own.event and other.round = own.round"
          + " and other.recipient = own.recipient and other.id <> own.id"
          + " and other.state = 'failed'";

  private final JdbcClient jdbc;
  private final Timeline timeline;
  private final Clock clock;

  Deliveries(JdbcClient jdbc, Timeline timeline, Clock clock) {
    this.jdbc = jdbc;
    this.timeline = timeline;
    this.clock = clock;
  }

  /** Returns those of some recipients of whose messages the newest was given up. */
  Set<String> failing(Collection<String> recipients) {
    // Row by row from the index on recipients: the whole record is long.
    return jdbc.sql(
            "select asked.recipient from unnest(?::text[]) asked (recipient), lateral (select state"
                + " from delivery d where d.recipient = asked.recipient"
                + " and d.state in ('sent', 'failed') order by d.created_at desc limit 1) newest"
                + " where newest.state = 'failed'")
        .param((Object) recipients.toArray(new String[0]))
        .query(String.class)
        .set();
  }

  /**
   * Promises a message, in the caller's transaction.
   *
   * @return false when one of the same key was promised before
   */
  boolean add(Delivery delivery) {
    return add(delivery, false, null);
  }

  /**
   * Promises a message, in the caller's transaction.
   *
   * @param paging whether it is no longer needed once somebody has taken the incident
   * @param fields of which the text was made, as {@link Fields} writes them
   * @return false when one of the same key was promised before
   */
  boolean add(Delivery delivery, boolean paging, @Nullable String fields) {
    return jdbc.sql(
                "insert into delivery (id, key, incident, event, round, audience, recipient,"
                    + " recipient_name, channel, address, subject, body, message_id, state,"
                    + " last_error, created_at, html, urgent, ack_token, unsubscribe, fallback_of,"
                    + " paging, fields, calendar) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)"
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
                delivery.fallbackOf(),
                paging,
                fields,
                delivery.calendar())
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

  /** Returns whether somebody has heard one of the events by a channel, or is about to. */
  boolean told(String incident, List<String> events, String recipient, String channel) {
    return !events.isEmpty()
        && jdbc.sql(
                "select exists (select from delivery where incident = :incident"
                    + " and event in (:events) and recipient = :recipient and channel = :channel"
                    + " and "
                    + HEARD
                    + ")")
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

  /** Returns what was promised of one event and round, to whomever. */
  List<Delivery> of(String incident, String event, String round) {
    return jdbc.sql("select * from delivery where incident = ? and event = ? and round = ?")
        .params(incident, event, round)
        .query(Deliveries::map)
        .list();
  }

  /** Returns what each recipient was told last of an incident, or is about to be told. */
  List<Delivery> heard(String incident) {
    return jdbc.sql(
            "select distinct on (recipient) * from delivery where incident = ?"
                + " and "
                + HEARD
                + " order by recipient, created_at desc")
        .param(incident)
        .query(Deliveries::map)
        .list();
  }

  /** Returns the delivery of a key. */
  Optional<Delivery> find(String key) {
    return jdbc.sql("select * from delivery where key = ?")
        .param(key)
        .query(Deliveries::map)
        .optional();
  }

  /**
   * Returns the newest deliveries in a state. Of those that were given up, what was handed on is
   * left out.
   */
  List<Delivery> in(State state, int atMost) {
    return jdbc.sql(
            "select * from delivery where state = ? and (state <> 'failed' or handed_on_at is null)"
                + " order by created_at desc, key limit ?")
        .params(state.word(), atMost)
        .query(Deliveries::map)
        .list();
  }

  /** Returns what was tried in vain and is tried again, what was tried most first. */
  List<Delivery> failing(int atMost) {
    return jdbc.sql(
            "select * from delivery where state = 'pending' and last_error is not null"
                + " order by attempts desc, created_at, key limit ?")
        .param(atMost)
        .query(Deliveries::map)
        .list();
  }

  /** Returns the newest deliveries to somebody. */
  List<Delivery> to(String recipient, int atMost) {
    return jdbc.sql(
            "select * from delivery where recipient = ? order by created_at desc, key limit ?")
        .params(recipient, atMost)
        .query(Deliveries::map)
        .list();
  }

  /**
   * Returns what was promised to the same recipient of the same event and round, by any channel.
   */
  List<Delivery> besides(Delivery delivery) {
    return jdbc.sql(
            "select * from delivery where incident = ? and event = ? and round = ?"
                + " and recipient = ? and id <> ?")
        .params(
            delivery.incident(),
            delivery.event(),
            delivery.round(),
            delivery.recipient(),
            delivery.id())
        .query(Deliveries::map)
        .list();
  }

  /** Returns of what the text was made; empty when it is not known. */
  Optional<String> fields(UUID id) {
    return jdbc.sql("select fields::text from delivery where id = ? and fields is not null")
        .param(id)
        .query(String.class)
        .optional();
  }

  /**
   * Returns whether it pages for what somebody has taken: after it was promised, or the one whom it
   * pages. What pages since then was wanted nevertheless: the incident has become graver.
   */
  boolean answered(Delivery page, IncidentView incident) {
    var taken = incident.takenAt();
    return taken != null
        && (!taken.isBefore(page.createdAt())
            || timeline.takenBy(incident.number()).filter(page.recipient()::equals).isPresent())
        && paging(page.id());
  }

  /** Returns whether it is no longer needed once somebody has taken the incident. */
  boolean paging(UUID id) {
    return jdbc.sql("select paging from delivery where id = ?")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Returns whether a channel called somebody to an incident in a span of time, both ends included,
   * under an id of its provider.
   */
  boolean called(String incident, String channel, String providerId, Instant from, Instant until) {
    return jdbc.sql(
            "select exists (select from delivery where incident = ? and channel = ?"
                + " and provider_id = ? and urgent and sent_at between ? and ?)")
        .params(incident, channel, providerId, Timestamp.from(from), Timestamp.from(until))
        .query(Boolean.class)
        .single();
  }

  /** Returns whether it has waited for the end of the quiet hours. */
  boolean quiet(UUID id) {
    return jdbc.sql("select quiet from delivery where id = ?")
        .param(id)
        .query(Boolean.class)
        .single();
  }

  /**
   * Returns how often it was tried since it was promised, since somebody had it tried again, or
   * since the end of the quiet hours.
   */
  int tries(UUID id) {
    return jdbc.sql("select attempts - attempts_before from delivery where id = ?")
        .param(id)
        .query(Integer.class)
        .single();
  }

  /** Notes what a channel has taken. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void done(UUID id, Channel.Sent sent) {
    jdbc.sql(
            "update delivery set state = ?, attempts = attempts + 1, last_error = null,"
                + " sent_at = ?, provider_id = ?, next_attempt_at = null, slot_at = null"
                // The provider may have said already that it did not arrive.
                + " where id = ? and state <> 'failed'")
        .params(
            sent.state().word(),
            sent.state() == State.SENT ? Timestamp.from(clock.instant()) : null,
            sent.providerId(),
            id)
        .update();
  }

  /**
   * Notes a failed attempt.
   *
   * @param next when it is tried again; null when it is given up
   * @return false when it was stopped while it was sent, and so is not tried again
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public boolean failed(UUID id, String error, @Nullable Instant next) {
    return jdbc.sql(
                "update delivery set state = ?, attempts = attempts + 1, last_error = ?,"
                    + " next_attempt_at = ?, slot_at = null, failed_at = ?"
                    + " where id = ? and state <> 'stopped'")
            .params(
                (next == null ? State.FAILED : State.PENDING).word(),
                error,
                next == null ? null : Timestamp.from(next),
                next == null ? Timestamp.from(clock.instant()) : null,
                id)
            .update()
        == 1;
  }

  /**
   * Notes that it waits for the end of the quiet hours, in the caller's transaction, as the timer
   * is. What was tried before them, or had its turn in them, begins anew: in the morning, or as
   * soon as they do not count any more.
   */
  void hold(UUID id, Instant until) {
    jdbc.sql(
            "update delivery set quiet = true, next_attempt_at = ?, attempts_before = attempts,"
                + " slot_at = null where id = ?")
        .params(Timestamp.from(until), id)
        .update();
  }

  /**
   * Notes that nothing is left to do for what was given up, in the caller's transaction: another
   * channel has the message, or it is not needed any more.
   */
  void handOn(UUID id) {
    jdbc.sql("update delivery set handed_on_at = ? where id = ? and state = 'failed'")
        .params(Timestamp.from(clock.instant()), id)
        .update();
  }

  /**
   * Notes that a message has reached its recipient by no way, in the caller's transaction: what was
   * handed on before can be tried again, too, if it has an address.
   */
  void takeBack(UUID id) {
    jdbc.sql(
            "update delivery other set handed_on_at = null"
                + GIVEN_UP_BESIDES
                + " and other.handed_on_at is not null and other.address is not null")
        .param("id", id)
        .update();
  }

  /** Notes that it is not needed any more. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void stop(UUID id) {
    jdbc.sql(
            "update delivery set state = 'stopped', next_attempt_at = null, slot_at = null"
                + " where id = ? and state = 'pending'")
        .param(id)
        .update();
  }

  /**
   * Stops one message, in the caller's transaction. What is being sent at this moment is sent.
   *
   * @return false when it did not wait any more
   */
  boolean silence(UUID id) {
    return jdbc.sql(
                "update delivery set state = 'stopped', next_attempt_at = null, slot_at = null"
                    + " where id = ? and state = 'pending'")
            .param(id)
            .update()
        == 1;
  }

  /**
   * Stops what waits or was given up of other rounds of some events, in the caller's transaction: a
   * later message says otherwise. Nobody can have it tried again.
   *
   * @return the ids of what was stopped
   */
  List<String> supersede(
      String incident, List<String> events, String round, Collection<String> recipients) {
    return recipients.isEmpty()
        ? List.of()
        : jdbc.sql(
                "update delivery set state = 'stopped', next_attempt_at = null, slot_at = null"
                    + " where incident = :incident and event in (:events) and round <> :round"
                    + " and recipient in (:recipients) and state in ('pending', 'failed')"
                    + " returning id::text")
            .param("incident", incident)
            .param("events", events)
            .param("round", round)
            .param("recipients", recipients)
            .query(String.class)
            .list();
  }

  /**
   * Stops what waits or was given up of one round, in the caller's transaction: it is not to be
   * said after all. What is being sent at this moment is sent. Nobody can have it tried again.
   */
  void stopRound(String round) {
    stop("round = ?", round);
  }

  /**
   * The same for one audience, and for the addresses that something newer was told.
   *
   * @return how many were stopped
   */
  int stopOvertaken(String round, String newer, String audience) {
    return stop(
        "round = ? and audience = ? and lower(address) in (select lower(told.address)"
            + " from delivery told where told.round = ? and told.audience = delivery.audience)",
        round,
        audience,
        newer);
  }

  /** The same for all that an audience's recipient was promised. */
  void stopRecipient(String recipient, String audience) {
    stop("recipient = ? and audience = ?", recipient, audience);
  }

  private int stop(String which, Object... params) {
    return jdbc.sql(
            "update delivery set state = 'stopped', next_attempt_at = null, slot_at = null where "
                + which
                + " and state in ('pending', 'failed')")
        .params(params)
        .update();
  }

  /**
   * Returns whether somebody of an audience has what was told in a round, sent or kept to read, or
   * may still get it.
   */
  boolean reached(String round, String audience) {
    return jdbc.sql(
            "select exists (select from delivery where round = ? and audience = ?"
                + " and state in ('sent', 'kept', 'pending'))")
        .params(round, audience)
        .query(Boolean.class)
        .single();
  }

  /**
   * Stops what still calls people to an incident, in the caller's transaction. What is being sent
   * at this moment is sent.
   *
   * @param all also what calls whether or not somebody has taken it
   * @return the ids of what was stopped
   */
  List<String> stopCalls(String incident, boolean all) {
    return jdbc.sql(
            "update delivery set state = 'stopped', next_attempt_at = null, slot_at = null"
                + " where incident = ? and state = 'pending' and urgent and (paging or ?)"
                + " returning id::text")
        .params(incident, all)
        .query(String.class)
        .list();
  }

  /**
   * Has what waits for the end of the quiet hours wait no longer, in the caller's transaction.
   *
   * @return the ids of what had waited
   */
  List<String> release(String incident) {
    return jdbc.sql(
            "update delivery set next_attempt_at = null where incident = ? and state = 'pending'"
                + " and quiet and attempts = attempts_before and slot_at is null"
                + " returning id::text")
        .param(incident)
        .query(String.class)
        .list();
  }

  /**
   * Has a delivery that was given up tried again, in the caller's transaction: it has the message
   * now, and what was given up beside it has not.
   *
   * @return false when it was not given up, was handed on, or has no address
   */
  boolean again(UUID id) {
    var again =
        jdbc.sql(
                    "update delivery set state = 'pending', attempts_before = attempts,"
                        + " next_attempt_at = null where id = ? and state = 'failed'"
                        + " and handed_on_at is null and address is not null")
                .param(id)
                .update()
            == 1;
    if (again) {
      jdbc.sql("update delivery other set handed_on_at = :at" + GIVEN_UP_BESIDES)
          .param("at", Timestamp.from(clock.instant()))
          .param("id", id)
          .update();
    }
    return again;
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
        next == null ? null : next.toInstant(),
        row.getString("calendar"));
  }
}
