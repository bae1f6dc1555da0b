package io.tocsin.notification;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What comes back from providers: which delivery it is about, and whether it came before. */
@Component
class Callbacks {

  /** Providers give up within days. */
  private static final Duration REMEMBERED = Duration.ofDays(30);

  /** An answer by text message is about something recent. */
  private static final Duration RECENT = Duration.ofDays(7);

  private final JdbcClient jdbc;
  private final Clock clock;

  Callbacks(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  Optional<Delivery> delivery(UUID id) {
    return jdbc.sql("select * from delivery where id = ?")
        .param(id)
        .query(Deliveries::map)
        .optional();
  }

  /** Returns the delivery whose receiver alone knows a token. */
  Optional<Delivery> byToken(String token) {
    return jdbc.sql("select * from delivery where ack_token = ?")
        .param(token)
        .query(Deliveries::map)
        .optional();
  }

  /** Returns the subject of the first mail of an incident to an address, pages left out. */
  Optional<String> firstSubject(String incident, String address) {
    return jdbc.sql(
            "select subject from delivery where incident = ? and channel = 'email'"
                + " and lower(address) = lower(?) and not urgent order by created_at, key limit 1")
        .params(incident, address)
        .query(String.class)
        .optional();
  }

  /**
   * Returns the incidents that were texted or spoken to somebody lately, the newest first. What was
   * only kept has called nobody: a drill must not stand between a person and what is real.
   */
  List<String> calledFor(String recipient) {
    return jdbc.sql(
            "select incident from delivery where recipient = ? and incident is not null"
                + " and channel in ('sms', 'phone') and state <> 'kept' and created_at > ?"
                + " group by incident order by max(created_at) desc limit 50")
        .params(recipient, Timestamp.from(clock.instant().minus(RECENT)))
        .query(String.class)
        .list();
  }

  /** Returns whether somebody was told of an incident by any channel. */
  boolean told(String recipient, String incident) {
    return jdbc.sql("select exists (select from delivery where recipient = ? and incident = ?)")
        .params(recipient, incident)
        .query(Boolean.class)
        .single();
  }

  /**
   * Notes that a message which a provider had taken did not reach its receiver, in the caller's
   * transaction.
   *
   * @return false when that is known
   */
  boolean lost(UUID id, String reason) {
    return jdbc.sql(
                "update delivery set state = 'failed', last_error = ?, failed_at = ? where id = ?"
                    + " and state in ('pending', 'sent')")
            .params(reason, Timestamp.from(clock.instant()), id)
            .update()
        == 1;
  }

  /**
   * Returns whether this is the first time that something comes back, in the caller's transaction.
   */
  boolean first(String key) {
    jdbc.sql("delete from callback where at < ?")
        .param(Timestamp.from(clock.instant().minus(REMEMBERED)))
        .update();
    return jdbc.sql("insert into callback (key, at) values (?, ?) on conflict do nothing")
            .params(Cut.to(200, key), Timestamp.from(clock.instant()))
            .update()
        == 1;
  }
}
