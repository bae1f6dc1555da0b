package io.tocsin.remediation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One run of an action.
 *
 * @param key the same for every attempt of the same run
 * @param output what the action said, without secrets; null while it runs
 * @param actor who decided that it runs
 * @param endedAt null while it runs
 */
record ActionRun(
    String key,
    String incident,
    String service,
    String action,
    State state,
    @Nullable String output,
    String actor,
    Instant startedAt,
    @Nullable Instant endedAt) {

  /** How far a run came. Unknown: it began, and nobody saw the end. */
  enum State {
    STARTED,
    SUCCEEDED,
    FAILED,
    UNKNOWN;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is to be run, for which incident, on whose decision. */
  record Order(String key, String incident, String service, String action, String actor) {}
}
