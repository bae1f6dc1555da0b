package io.tocsin.statuspage;

import io.tocsin.statuspage.PublicPost.PublicStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A post as readers see it: without the number of the incident and its level.
 *
 * @param id opaque, stable
 * @param key of the record
 * @param services ids of the catalog; only those with a public name are shown
 * @param banner whether applications show it to their users
 * @param takenDownAt since when other words stand in its place
 */
record Post(
    String id,
    UUID key,
    PublicStatus status,
    String title,
    String body,
    List<String> services,
    Look look,
    Instant at,
    @Nullable Instant nextUpdateAt,
    boolean banner,
    @Nullable Instant takenDownAt) {

  /** Returns since when it says what it says. */
  Instant changedAt() {
    return takenDownAt == null ? at : takenDownAt;
  }
}
