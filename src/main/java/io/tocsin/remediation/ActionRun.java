package io.tocsin.remediation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of an action, kept as the record of who did what.
 *
 * @param key the same for every attempt of the same run
 * @param parameters a Long or a String by name
 * @param output what the action said, without secrets; null while it runs
 * @param actor who decided that it runs
 * @param approvedBy who approved it; null where none was needed
 * @param endedAt null while it runs
 * @param judgedBy who found out what became of an unknown end; null if nobody had to
 */
record ActionRun(
    String key,
    String incident,
    String service,
    String action,
    Map<String, Object> parameters,
    State state,
    @Nullable String output,
    String actor,
    @Nullable String approvedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String judgedBy) {

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

  /** Returns whether it is the run of an order, and not only that of its key. */
  boolean of(Order order) {
    return incident.equals(order.incident())
        && actor.equals(order.actor())
        && parameters.equals(order.parameters());
  }

  /**
   * What is to be run, for which incident, on whose decision.
   *
   * @param chosenAt when it was decided on; null for what is decided on as it is sent
   */
  record Order(
      String key,
      String incident,
      String service,
      String action,
      String actor,
      Map<String, Object> parameters,
      @Nullable String approvedBy,
      @Nullable String reason,
      @Nullable Instant chosenAt) {

    /** An order without parameters that needs no approval. */
    Order(String key, String incident, String service, String action, String actor) {
      this(key, incident, service, action, actor, Map.of(), null, null, null);
    }
  }
}
