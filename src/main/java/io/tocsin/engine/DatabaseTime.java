package io.tocsin.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Keeps this node's time that of the database, which all nodes share (ADR 0044). Locks on jobs and
 * what is due are written by one node and read by another: where their clocks differ, one takes
 * from the other what it is doing, and leaves alone what it has lost.
 */
@Component
class DatabaseTime implements MeterBinder {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseTime.class);

  /** A clock that NTP keeps is right to milliseconds, and is left alone. */
  static final Duration TOLERANCE = Duration.ofSeconds(1);

  /** A clock that drifts as badly as any takes hours for a second. */
  static final Duration INTERVAL = Duration.ofSeconds(10);

  private final JdbcClient jdbc;
  private boolean asked;
  private long askedAt;
  private long wallAhead;

  DatabaseTime(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Asks the database now and then, and at once when the machine's clock has jumped, as after the
   * machine itself has stood still. Without a database there is nothing to be late with.
   */
  synchronized void follow() {
    var now = steady();
    // Of the two only the clock on the wall can be set.
    var ahead = wall() - now / 1_000_000;
    if (asked
        && now - askedAt < INTERVAL.toNanos()
        && Math.abs(ahead - wallAhead) < TOLERANCE.toMillis()) {
      return;
    }
    asked = true;
    askedAt = now;
    wallAhead = ahead;
    try {
      var there = database();
      var took = Duration.ofNanos(steady() - now);
      if (took.compareTo(TOLERANCE) > 0) {
        // It may have been right at any moment of that.
        asked = false;
        return;
      }
      correct(there.plus(took.dividedBy(2)));
    } catch (DataAccessException | TransactionException e) {
      LOG.debug("The database does not say what time it is", e);
      asked = false;
    }
  }

  private void correct(Instant right) {
    var wrong = Duration.between(right, ClockUtil.getCurrentTime().toInstant());
    if (wrong.abs().compareTo(TOLERANCE) <= 0) {
      return;
    }
    var offset = Duration.between(Instant.ofEpochMilli(wall()), right);
    if (offset.abs().compareTo(TOLERANCE) <= 0) {
      ClockUtil.reset();
    } else {
      ClockUtil.offset(offset.toMillis());
    }
    LOG.warn(
        "The time of this node was {} s {} that of the database, which it follows. Is its clock kept by NTP?",
        wrong.abs().toMillis() / 1000.0,
        wrong.isNegative() ? "behind" : "ahead of");
  }

  /** By how much this node's time differs from its machine's clock, in seconds. */
  private double offset() {
    return (ClockUtil.getCurrentTime().getTime() - wall()) / 1000.0;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("tocsin.clock.offset.seconds", this, DatabaseTime::offset)
        .description(
            "By how much the time of this node differs from the clock of its machine, because that"
                + " of the database does; 0 where they agree")
        .register(registry);
  }

  Instant database() {
    return jdbc.sql("select clock_timestamp()")
        .query((row, n) -> row.getTimestamp(1).toInstant())
        .single();
  }

  /** Nanoseconds of a clock that nobody sets. */
  long steady() {
    return System.nanoTime();
  }

  /** Milliseconds of the machine's clock. */
  long wall() {
    return System.currentTimeMillis();
  }
}
