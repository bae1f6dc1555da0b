package io.tocsin.publication;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Words for the public on their way out.
 *
 * @param title the headline, as readers see it
 * @param services ids of the catalog, of what is hit
 * @param author who wrote it last; {@code tocsin} for the engine
 * @param email whether whoever wrote it wants the customers to get it by e-mail
 * @param deadlineAt when the policy owes it, if it says so
 * @param waitsSince since when somebody has to write or release it
 * @param toldAt when they were told last
 * @param reason why it was sent back
 */
record PublicText(
    UUID id,
    String incident,
    Kind kind,
    State state,
    int revision,
    String title,
    String body,
    List<String> services,
    String author,
    Instant writtenAt,
    @Nullable Instant nextUpdateAt,
    boolean email,
    @Nullable Instant deadlineAt,
    Instant waitsSince,
    @Nullable Instant toldAt,
    @Nullable String reason,
    @Nullable Instant publishedAt,
    @Nullable Instant mailedAt) {

  /** The same words, of somebody else. */
  PublicText by(String person) {
    return new PublicText(
        id,
        incident,
        kind,
        state,
        revision,
        title,
        body,
        services,
        person,
        writtenAt,
        nextUpdateAt,
        email,
        deadlineAt,
        waitsSince,
        toldAt,
        reason,
        publishedAt,
        mailedAt);
  }

  /** The same words, of other services. */
  PublicText naming(List<String> others) {
    return new PublicText(
        id,
        incident,
        kind,
        state,
        revision,
        title,
        body,
        others,
        author,
        writtenAt,
        nextUpdateAt,
        email,
        deadlineAt,
        waitsSince,
        toldAt,
        reason,
        publishedAt,
        mailedAt);
  }

  /** What it says. */
  enum Kind {
    /**
     * That something is wrong, again, or more than was said: words that were approved in advance.
     */
    HOLDING,
    UPDATE,
    /** That it is over. */
    RESOLUTION,
    /** That it was none, or is told of elsewhere. */
    DISMISSAL,
    /** What happened and what was changed, out of the review. */
    SUMMARY;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Returns whether it says that it is over. */
    boolean last() {
      return this == RESOLUTION || this == DISMISSAL;
    }

    /** Returns whether it belongs to an incident that is over. */
    boolean afterwards() {
      return last() || this == SUMMARY;
    }
  }

  /** Where it stands. */
  enum State {
    /** The engine has drafted it and a person has to write it. */
    DRAFT,
    WRITTEN,
    SENT_BACK,
    RELEASED,
    PUBLISHED,
    /** It was out, and others stand in their place: the words of the record are those. */
    TAKEN_DOWN,
    WITHDRAWN;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static State of(String word) {
      return Arrays.stream(values())
          .filter(state -> state.word().equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("Words are in no state '" + word + "'"));
    }

    /** Returns whether it can still go out. */
    boolean open() {
      return !out() && this != WITHDRAWN;
    }

    /** Returns whether the public has read it, or what stands in its place. */
    boolean out() {
      return this == PUBLISHED || this == TAKEN_DOWN;
    }
  }
}
