package io.tocsin.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody is called instead of whose turn it is. Kept for good; one that is removed counts for the
 * time before.
 *
 * @param person user id
 * @param from inclusive
 * @param until exclusive
 * @param swap the same for the two overrides of a swap; null for a single one
 * @param createdBy user id
 * @param removedAt null, like who did it and why, while it stands
 */
public record ShiftOverride(
    UUID id,
    String rotation,
    String person,
    Instant from,
    Instant until,
    String reason,
    @Nullable UUID swap,
    String createdBy,
    Instant createdAt,
    @Nullable Instant removedAt,
    @Nullable String removedBy,
    @Nullable String removalReason) {

  /** Returns until when it counts: what was removed early had its effect until then. */
  Instant effectiveUntil() {
    return removedAt != null && removedAt.isBefore(until) ? removedAt : until;
  }
}
