package io.tocsin.people;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Warns of gaps of the coming two weeks, when models are deployed and requests are taken already:
 * it reads all policies, which nobody has to wait for.
 */
@Component
class GapsAtStart {

  private static final Logger LOG = LoggerFactory.getLogger(GapsAtStart.class);
  private static final int DAYS = 14;

  private final OnCallGaps gaps;
  private final Clock clock;

  GapsAtStart(OnCallGaps gaps, Clock clock) {
    this.gaps = gaps;
    this.clock = clock;
  }

  @EventListener
  void warn(AvailabilityChangeEvent<ReadinessState> readiness) {
    if (readiness.getState() != ReadinessState.ACCEPTING_TRAFFIC) {
      return;
    }
    var now = clock.instant();
    gaps.between(now, now.plus(DAYS, ChronoUnit.DAYS))
        .forEach(
            gap ->
                LOG.warn(
                    "On call '{}' from {} until {}: {}",
                    gap.rotation(),
                    gap.from(),
                    gap.until(),
                    gap.reason()));
  }
}
