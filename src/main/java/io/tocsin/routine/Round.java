package io.tocsin.routine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One period of a routine, from its beginning until it is settled.
 *
 * @param routine its id in the policy
 * @param period for example {@code 2026-11}
 * @param begins the first day of the period
 * @param ends the first day after it
 * @param group whose task it is
 * @param openedBy who began it: the engine, or a person by hand
 * @param report what was prepared for it, as Markdown
 * @param contactsAskedAt when people were asked to confirm their contacts
 * @param found what was found, or why it was left out
 * @param evidence where that can be seen
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Round(
    long id,
    String policy,
    String routine,
    String period,
    LocalDate begins,
    LocalDate ends,
    String every,
    String title,
    String description,
    String group,
    String kind,
    State state,
    Instant openedAt,
    String openedBy,
    Instant dueAt,
    @Nullable String report,
    @Nullable Instant contactsAskedAt,
    @Nullable String found,
    @Nullable String evidence,
    @Nullable Instant settledAt,
    @Nullable String settledBy) {

  /** What became of it. */
  public enum State {
    OPEN,
    DONE,
    /** Somebody said why it is left out this time. */
    SKIPPED,
    /** Its period was over, and nobody had said anything. */
    MISSED;

    /** Returns the word of the API. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** Returns whether nobody has settled it yet. */
  public boolean open() {
    return state == State.OPEN;
  }

  /** Returns whether people have been asked, and there is time left for them to answer. */
  boolean checksContacts() {
    return contactsAskedAt != null && report == null;
  }

  /** Returns whether it should be done by now and is not. */
  public boolean overdue(Instant now) {
    return open() && dueAt.isBefore(now);
  }
}
