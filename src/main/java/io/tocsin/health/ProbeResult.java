package io.tocsin.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one health check of a service saw.
 *
 * @param check name of the check; empty when the service has none
 * @param status of HTTP; null when there was no answer
 * @param latency until the whole answer was read
 * @param reason why it failed or was not made, in a few words; null when it passed
 * @param body of the answer, cut to what is worth showing
 */
public record ProbeResult(
    String service,
    String check,
    Outcome outcome,
    @Nullable Integer status,
    Duration latency,
    @Nullable String reason,
    String body) {

  /** How a probe ended. A service without checks is neither well nor ill. */
  public enum Outcome {
    PASSED,
    FAILED,
    NOTHING_TO_CHECK,
    /** There was no room or no time here for the check; of the service nothing is known. */
    NOT_LOOKED_AT
  }

  static ProbeResult nothingToCheck(String service) {
    return new ProbeResult(service, "", Outcome.NOTHING_TO_CHECK, null, Duration.ZERO, null, "");
  }

  static ProbeResult notLookedAt(String service, String check, String reason) {
    return new ProbeResult(service, check, Outcome.NOT_LOOKED_AT, null, Duration.ZERO, reason, "");
  }

  boolean unseen() {
    return outcome == Outcome.NOT_LOOKED_AT;
  }

  boolean failed() {
    return outcome == Outcome.FAILED;
  }

  boolean passed() {
    return outcome == Outcome.PASSED;
  }
}
