package io.tocsin.notification;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one address.
 *
 * @param key incident, event, round, recipient and channel; there is one delivery a key
 * @param audience as the policy calls whom the recipient belongs to
 * @param recipient id of a person or contact
 * @param address where the channel reaches them; null when it cannot
 * @param messageId stays the same when it is sent again
 * @param attempts how often it was tried, in vain or not
 */
public record Delivery(
    UUID id,
    String key,
    String incident,
    String event,
    String round,
    String audience,
    String recipient,
    String recipientName,
    String channel,
    @Nullable String address,
    String subject,
    String body,
    String messageId,
    State state,
    int attempts,
    @Nullable String lastError,
    Instant createdAt,
    @Nullable Instant sentAt) {

  /** How far it has come. */
  public enum State {
    PENDING,
    /** Accepted by the receiving server. */
    SENT,
    /** Shown only, because the channel is not set up. */
    KEPT,
    /** Given up; a person can have the engine try again, unless the address is missing. */
    FAILED;

    static State of(String word) {
      return Arrays.stream(values())
          .filter(state -> state.word().equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("A delivery is in no state '" + word + "'"));
    }

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns whether nothing is left to do. */
  boolean done() {
    return state == State.SENT || state == State.KEPT;
  }
}
