package io.tocsin.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one health check of a service saw.
 *
 * @param check name of the check; empty when the service has none
 * @param status of HTTP; null when there was no answer
 * @param latency until the whole answer was read
 * @param reason why it failed, in a few words; null when it did not
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
    NOTHING_TO_CHECK
  }

  static ProbeResult nothingToCheck(String service) {
    return new ProbeResult(service, "", Outcome.NOTHING_TO_CHECK, null, Duration.ZERO, null, "");
  }

  boolean failed() {
    return outcome == Outcome.FAILED;
  }

  boolean passed() {
    return outcome == Outcome.PASSED;
  }
}
