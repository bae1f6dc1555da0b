package io.tocsin.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something owed after an incident.
 *
 * @param obligation its id in the policy
 * @param round 1 when it is owed since the first resolution, 2 since the one after a reopening
 * @param role key of the role whose duty it is
 * @param dueAt null when it is owed without a deadline: the closure asks for it
 * @param doneAt when it was done, or left out
 * @param doneBy a person, or {@code tocsin} where the record proves it
 * @param leftOut whether it was settled with a reason, the note, instead of being done
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Obligation(
    String obligation,
    String title,
    String role,
    int round,
    @Nullable Instant dueAt,
    @Nullable Instant doneAt,
    @Nullable String doneBy,
    @Nullable String note,
    boolean leftOut) {

  boolean open() {
    return doneAt == null;
  }

  /** The id of those of one role with one deadline; empty without a deadline. */
  String group() {
    return dueAt == null ? "" : role + "@" + dueAt;
  }

  Proof proof() {
    return Proof.of(obligation);
  }
}
