package io.tocsin.slack;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The channel that an incident has of its own, as far as it has come.
 *
 * @param restricted whether it is private
 * @param attempt which form of the name is tried, from 1
 * @param tried the name that was tried last; it may be taken by us, if the answer never came
 * @param link for people
 * @param rootTs of the first message
 * @param topic as it was set last
 * @param callTs of the message with the call, when it has one of its own
 * @param facts mark of what the first message says
 */
record IncidentChannel(
    String incident,
    State state,
    boolean restricted,
    int attempt,
    @Nullable String tried,
    @Nullable String name,
    @Nullable String channelId,
    @Nullable String link,
    @Nullable String rootTs,
    boolean pinned,
    @Nullable String topic,
    boolean callPosted,
    @Nullable String callTs,
    @Nullable String facts) {

  enum State {
    OPENING,
    OPEN,
    ARCHIVED,
    /** Archived, deleted or closed to us by hand. */
    LOST;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Returns whether people can be reached in it. */
  boolean there() {
    return channelId != null && (state == State.OPENING || state == State.OPEN);
  }
}
