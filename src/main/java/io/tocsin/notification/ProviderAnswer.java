package io.tocsin.notification;

import io.tocsin.outbound.OutboundResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a provider answers. Reasons name the provider and the status, never an address or a
 * body: either may hold a secret.
 */
public final class ProviderAnswer {

  /** These, and 5xx, may come right later; what else is no success stays as it is. */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  /** Nobody waits longer for a page, whatever the provider asks for. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private ProviderAnswer() {}

  /**
   * Returns an answer of success.
   *
   * @param provider its name for people
   * @param now for dates in the answer
   * @throws NotTakenException when the message was not taken
   */
  public static OutboundResponse success(String provider, OutboundResponse answer, Instant now) {
    return success(provider, answer, now, null);
  }

  /**
   * Returns an answer of success.
   *
   * @param detail why it was refused, if that is known; without secrets
   */
  static OutboundResponse success(
      String provider, OutboundResponse answer, Instant now, @Nullable String detail) {
    if (answer.failure() != null) {
      throw NotTakenException.forNow(provider + ": " + answer.failure());
    }
    if (answer.successful()) {
      return answer;
    }
    var reason =
        provider + " answered " + answer.status() + (detail == null ? "" : " (" + detail + ")");
    if (answer.status() < 500 && !PASSING.contains(answer.status())) {
      throw NotTakenException.forGood(reason);
    }
    throw wait(answer.header("Retry-After"), now)
        .map(wait -> NotTakenException.until(reason, wait))
        .orElseGet(() -> NotTakenException.forNow(reason));
  }

  /** Seconds, or the date of HTTP. */
  private static Optional<Duration> wait(@Nullable String header, Instant now) {
    if (header == null) {
      return Optional.empty();
    }
    var text = header.strip();
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(atMost(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(until.isAfter(now) ? atMost(Duration.between(now, until)) : Duration.ZERO);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration atMost(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
