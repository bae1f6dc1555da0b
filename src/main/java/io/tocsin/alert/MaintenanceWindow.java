package io.tocsin.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A time in which alerts of services are muted. Times are UTC.
 *
 * @param services their ids, at least one
 * @param state planned, running or over
 * @param from when it begins, included; until when it ends, excluded
 * @param endedAt when it was ended early; endedBy by whom
 * @param muted different alerts that it has muted; signals how often they were received; firing how
 *     many of them fire on, muted
 */
public record MaintenanceWindow(
    UUID id,
    List<String> services,
    String state,
    Instant from,
    Instant until,
    String reason,
    String createdBy,
    Instant createdAt,
    @Nullable Instant endedAt,
    @Nullable String endedBy,
    long muted,
    long signals,
    long firing) {

  static final String PLANNED = "planned";
  static final String RUNNING = "running";
  static final String OVER = "over";

  /** Returns whether it can still be ended. */
  public boolean open() {
    return !state.equals(OVER);
  }
}
