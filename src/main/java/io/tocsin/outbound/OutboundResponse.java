package io.tocsin.outbound;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param status of HTTP; 0 when there was no complete answer
 * @param body as text, without control characters other than line ends and tabs
 * @param truncated whether the answer was longer than what was read
 * @param duration from the start of resolving to the end of reading
 * @param failure why there was no complete answer, in a few words; null when there was one
 * @param headers by their names in lower case; the first value of each
 */
public record OutboundResponse(
    int status,
    String body,
    boolean truncated,
    Duration duration,
    @Nullable String failure,
    Map<String, String> headers) {

  /** Why a call was not made: too many are under way from here, whoever is called. */
  private static final String NO_ROOM = "too many calls are under way";

  /** Copies the headers. */
  public OutboundResponse {
    headers = Map.copyOf(headers);
  }

  /** An answer of which no header matters. */
  public OutboundResponse(
      int status, String body, boolean truncated, Duration duration, @Nullable String failure) {
    this(status, body, truncated, duration, failure, Map.of());
  }

  /** A call without a complete answer. */
  public static OutboundResponse failed(String failure, Duration duration) {
    return new OutboundResponse(0, "", false, duration, failure);
  }

  /** A call that was not made, because there are too many already. */
  public static OutboundResponse notMade() {
    return failed(NO_ROOM, Duration.ZERO);
  }

  /** Returns whether nobody was called: it tells nothing of the other side. */
  public boolean unmade() {
    return NO_ROOM.equals(failure);
  }

  /** Returns whether the answer is complete and its status one of success. */
  public boolean successful() {
    return failure == null && status >= 200 && status < 300;
  }

  /** Returns a header, whatever the case of its name; null when the answer has none. */
  public @Nullable String header(String name) {
    return headers.get(name.toLowerCase(Locale.ROOT));
  }
}
