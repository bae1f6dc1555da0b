package io.tocsin.statuspage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was said to the public once.
 *
 * @param title what the incident is called outside; the newest post's counts
 * @param body plain text, written for the public
 * @param services ids of what is hit, as the page shows it
 * @param level 1 (worst) to 4
 * @param nextUpdateAt when readers hear again, if promised
 * @param banner whether the product shows it in its banner
 */
public record PublicPost(
    UUID id,
    String incident,
    PublicStatus status,
    String title,
    String body,
    List<String> services,
    int level,
    Instant at,
    @Nullable Instant nextUpdateAt,
    boolean banner) {

  /** The status as the public knows it, the words of Statuspage. */
  public enum PublicStatus {
    INVESTIGATING,
    IDENTIFIED,
    MONITORING,
    RESOLVED,
    /** It is over, and this says what happened and what was changed. */
    POSTMORTEM;

    /** Returns whether it is over. */
    boolean over() {
      return this == RESOLVED || this == POSTMORTEM;
    }

    /** Returns the word that readers see. */
    public String shown() {
      return this == POSTMORTEM ? "what happened" : word();
    }

    /** Returns the word of the API and of the database. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
