package io.tocsin.notification;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * When a message may go where only so many are taken. The next free instant of each queue is in the
 * database, so that it is right with several nodes; a message keeps the one it got.
 */
@Component
class ChannelSlots {

  /** After an outage all turns are over at once: they are given anew. */
  private static final Duration STALE = Duration.ofSeconds(30);

  private final JdbcClient jdbc;
  private final Clock clock;

  ChannelSlots(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * Returns when a message may go: at once, or later.
   *
   * @param shared what the queue is for; empty for the whole channel
   * @param step time between two messages
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Instant of(UUID delivery, String channel, String shared, Duration step) {
    return jdbc.sql("select slot_at from delivery where id = ? and slot_at > ?")
        .params(delivery, Timestamp.from(clock.instant().minus(STALE)))
        .query(Timestamp.class)
        .optional()
        .map(Timestamp::toInstant)
        .orElseGet(() -> keep(delivery, reserve(channel, shared, step)));
  }

  private Instant reserve(String channel, String shared, Duration step) {
    return jdbc.sql(
            "insert into channel_slot as slot (channel, address, next_free)"
                + " values (:channel, :shared, :now::timestamptz + :step * interval '1 millisecond')"
                + " on conflict (channel, address) do update set next_free ="
                + " greatest(slot.next_free, :now::timestamptz) + :step * interval '1 millisecond'"
                + " returning next_free - :step * interval '1 millisecond'")
        .param("channel", channel)
        .param("shared", shared)
        .param("now", Timestamp.from(clock.instant()))
        .param("step", step.toMillis())
        .query(Timestamp.class)
        .single()
        .toInstant();
  }

  private Instant keep(UUID delivery, Instant slot) {
    jdbc.sql("update delivery set slot_at = :at, next_attempt_at = :at where id = :id")
        .param("at", Timestamp.from(slot))
        .param("id", delivery)
        .update();
    return slot;
  }
}
