package io.tocsin.incident;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a time that somebody says of an incident can be one. */
public final class PossibleTime {

  /** As far as the clock of a sender may be ahead; signed times may be off by as much. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  /** Even what is found late is younger. A zero, or seconds taken for milliseconds, is older. */
  static final Duration AGO = Duration.ofDays(3_653);

  private PossibleTime() {}

  /** Returns whether nothing is said, or what is not too long ago. */
  static boolean isYoung(@Nullable Instant said, Instant now) {
    return said == null || !said.isBefore(now.minus(AGO));
  }

  /** Returns whether nothing is said, or what can be. */
  public static boolean is(@Nullable Instant said, Instant now) {
    return isYoung(said, now) && (said == null || !said.isAfter(now.plus(AHEAD)));
  }
}
