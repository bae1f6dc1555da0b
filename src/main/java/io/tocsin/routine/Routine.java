package io.tocsin.routine;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A routine of a policy, and how it stands.
 *
 * @param key its id in the policy, for example {@code tabletop}
 * @param kind review, update, contacts, audit, performance, drill, simulation, programme, training
 *     or other
 * @param every an ISO 8601 period
 * @param group whose task it is
 * @param drillKinds the kinds of drill that count as having done it; empty when none does
 * @param drillLevel how grave such a drill must be at least, 1 is the gravest; null for any
 * @param period the part of the calendar that runs now, for example {@code 2026-11}
 * @param nextBegins when it is begun next; in the past when that is due now
 * @param nextDue when it must be done next: of what is open, else of what begins next
 * @param open what is begun and not settled
 * @param lastDone the last time it was done; null when never
 * @param last the last time that is settled, done or not; null when there was none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Routine(
    String policy,
    String policyTitle,
    String key,
    String title,
    String description,
    String kind,
    String every,
    String group,
    List<String> drillKinds,
    @Nullable Integer drillLevel,
    String period,
    Standing standing,
    Instant nextBegins,
    Instant nextDue,
    @Nullable Round open,
    @Nullable Round lastDone,
    @Nullable Round last) {

  /** How it stands. */
  public enum Standing {
    /** Nothing is to be done before the next period. */
    WAITING,
    /** It is begun and should be done until its due date. */
    OPEN,
    /** It is begun, and its due date has passed. */
    OVERDUE;

    /** Returns the word of the API. */
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns whether a drill has it done. */
  public boolean drilled() {
    return !drillKinds.isEmpty();
  }
}
