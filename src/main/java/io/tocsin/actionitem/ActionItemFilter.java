package io.tocsin.actionitem;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Which items to list. A null does not filter.
 *
 * @param routine id of the round of a routine
 * @param overdue only those that are, or only those that are not
 * @param dueBefore those that are due before a day
 * @param real without what reviews of drills say: that belongs to the play
 * @param reader user id of whoever looks, who sees only items of incidents that they may read; null
 *     for the engine, which must see all
 * @param page zero-based
 * @param size of a page
 */
public record ActionItemFilter(
    ActionItem.@Nullable Status status,
    @Nullable String owner,
    @Nullable String kind,
    @Nullable String incident,
    @Nullable Long routine,
    @Nullable String policy,
    @Nullable String service,
    @Nullable Boolean overdue,
    @Nullable LocalDate dueBefore,
    boolean real,
    @Nullable String reader,
    int page,
    int size) {

  /** Returns all items of one incident. */
  public static ActionItemFilter of(String incident) {
    return new ActionItemFilter(
        null, null, null, incident, null, null, null, null, null, false, null, 0, 1_000);
  }

  /** Returns all items of one round of a routine. */
  public static ActionItemFilter ofRoutine(long round) {
    return new ActionItemFilter(
        null, null, null, null, round, null, null, null, null, false, null, 0, 1_000);
  }
}
