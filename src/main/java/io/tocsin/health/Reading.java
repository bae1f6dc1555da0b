package io.tocsin.health;

import java.time.Duration;

/**
 * What one run of a monitor saw.
 *
 * @param text for people, one line, without secrets
 * @param latency of the whole run
 */
record Reading(Verdict verdict, String text, Duration latency) {

  /** How a run ended. */
  enum Verdict {
    PASSED,
    FAILED,
    /** The monitor itself does not work; of the service nothing is known. */
    CANNOT_RUN
  }

  static Reading passed(String text) {
    return new Reading(Verdict.PASSED, text, Duration.ZERO);
  }

  static Reading failed(String text) {
    return new Reading(Verdict.FAILED, text, Duration.ZERO);
  }

  static Reading cannotRun(String text) {
    return new Reading(Verdict.CANNOT_RUN, text, Duration.ZERO);
  }

  Reading after(Duration latency) {
    return new Reading(verdict, text, latency);
  }
}
