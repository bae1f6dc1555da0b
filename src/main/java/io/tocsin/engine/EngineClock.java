package io.tocsin.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.stereotype.Component;

/** The engine's time for everybody, so that a test moves both together. Milliseconds, as stored. */
@Component
class EngineClock extends Clock {

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("The record keeps UTC; convert where it is shown");
  }

  @Override
  public Instant instant() {
    return ClockUtil.getCurrentTime().toInstant().truncatedTo(ChronoUnit.MILLIS);
  }
}
