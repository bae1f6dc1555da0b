package io.tocsin.notification;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One message to one address.
 *
 * @param incident null for what belongs to none, such as a test to oneself
 * @param key incident, event, round, recipient and channel; there is one delivery a key
 * @param audience as the policy calls whom the recipient belongs to
 * @param recipient id of a person or contact
 * @param address where the channel reaches them; null when it cannot
 * @param messageId stays the same when it is sent again
 * @param html body for channels that show HTML beside plain text
 * @param urgent whether it calls somebody: a page stops when the incident is taken
 * @param ackToken secret of the link by which the recipient takes the incident; never shown
 * @param unsubscribe link by which a customer hears no more
 * @param providerId what the provider calls it
 * @param fallbackOf the delivery that failed before
 * @param nextAttemptAt when it is tried again
 * @param attempts how often it was tried, in vain or not
 * @param calendar an iCalendar object that goes with a mail; it names addresses and is not shown
 */
public record Delivery(
    UUID id,
    String key,
    @Nullable String incident,
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
    @Nullable Instant sentAt,
    @Nullable String html,
    boolean urgent,
    @JsonIgnore @Nullable String ackToken,
    @JsonIgnore @Nullable String unsubscribe,
    @Nullable String providerId,
    @Nullable UUID fallbackOf,
    @Nullable Instant nextAttemptAt,
    @JsonIgnore @Nullable String calendar) {

  private static final Pattern OWN_LINK =
      Pattern.compile(Pattern.quote(FeedbackLinks.PATH) + "[A-Za-z0-9_-]+");

  /** How far it has come. */
  public enum State {
    PENDING,
    /** Accepted by the receiving server. */
    SENT,
    /** Shown only, because the channel is not set up. */
    KEPT,
    /**
     * No longer needed: somebody has taken the incident; or not meant for the recipient any more,
     * since it has become restricted; or a later message says otherwise.
     */
    STOPPED,
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
    return state == State.SENT || state == State.KEPT || state == State.STOPPED;
  }

  /** Returns the same without the links by which its recipient alone answers. */
  public Delivery shown() {
    return with(address, lastError, subject, unlinked(body), html == null ? null : unlinked(html));
  }

  /** Returns the same for those who are not to know how somebody is reached. */
  public Delivery masked() {
    if (address == null) {
      return shown();
    }
    var masked = mask(address);
    var error = lastError == null ? null : lastError.replace(address, masked);
    return with(masked, error, subject, body, html).shown();
  }

  /** Returns the same for those who are to know who was told, and not of what. */
  Delivery unread() {
    return with(address, lastError, "", "", null);
  }

  private Delivery with(
      @Nullable String address,
      @Nullable String lastError,
      String subject,
      String body,
      @Nullable String html) {
    return new Delivery(
        id,
        key,
        incident,
        event,
        round,
        audience,
        recipient,
        recipientName,
        channel,
        address,
        subject,
        body,
        messageId,
        state,
        attempts,
        lastError,
        createdAt,
        sentAt,
        html,
        urgent,
        ackToken,
        unsubscribe,
        providerId,
        fallbackOf,
        nextAttemptAt,
        calendar);
  }

  private static String unlinked(String text) {
    return OWN_LINK.matcher(text).replaceAll(FeedbackLinks.PATH + "…");
  }

  /** A mail keeps its domain, anything else its last two characters. */
  private static String mask(String address) {
    var at = address.lastIndexOf('@');
    return at > 0
        ? address.charAt(0) + "…" + address.substring(at)
        : "…" + address.substring(Math.max(0, address.length() - 2));
  }

  /** Keeps the secrets of the links, and what was written, out of logs. */
  @Override
  public String toString() {
    return "Delivery[%s, %s, %s]".formatted(id, key, state.word());
  }
}
