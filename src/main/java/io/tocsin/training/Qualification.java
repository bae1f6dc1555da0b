package io.tocsin.training;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may be on call.
 *
 * @param person user id
 * @param until when it runs out
 * @param remindAt when its holder is reminded of the renewal
 * @param by user id of whoever signed
 * @param training that led to it; null when somebody recorded it without one
 * @param remindedAt when the holder was; null while not
 * @param lapseToldAt when the holder was told that it has run out
 * @param endedAt when it was renewed or taken away before its time
 */
public record Qualification(
    long id,
    String person,
    Purpose purpose,
    Instant since,
    Instant until,
    Instant remindAt,
    String by,
    @Nullable Long training,
    @Nullable Instant remindedAt,
    @Nullable Instant lapseToldAt,
    @Nullable Instant endedAt) {

  /** Returns whether it counts at a time. */
  public boolean counts(Instant at) {
    return !at.isBefore(since) && at.isBefore(until) && (endedAt == null || at.isBefore(endedAt));
  }
}
