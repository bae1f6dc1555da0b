package io.tocsin.outbound;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param status of HTTP; 0 when there was no complete answer
 * @param body as text, without control characters other than line ends and tabs
 * @param truncated whether the answer was longer than what was read
 * @param duration from the start of resolving to the end of reading
 * @param failure why there was no complete answer, in a few words; null when there was one
 */
public record OutboundResponse(
    int status, String body, boolean truncated, Duration duration, @Nullable String failure) {

  /** A call without a complete answer. */
  public static OutboundResponse failed(String failure, Duration duration) {
    return new OutboundResponse(0, "", false, duration, failure);
  }

  /** Returns whether the answer is complete and its status one of success. */
  public boolean successful() {
    return failure == null && status >= 200 && status < 300;
  }
}
