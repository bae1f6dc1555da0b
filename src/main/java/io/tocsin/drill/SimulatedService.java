package io.tocsin.drill;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated service does.
 *
 * @param previousVersion the last version that worked, which a rollback brings back
 * @param error what it says of itself when it is not healthy
 * @param latencyMs delay of its answers, in milliseconds
 */
record SimulatedService(
    String id,
    String version,
    @Nullable String previousVersion,
    boolean healthy,
    @Nullable String error,
    int latencyMs,
    Instant changedAt) {

  private static final double CPU_IDLE = 0.2;
  private static final double CPU_MOST = 0.98;
  private static final double LATENCY_AT_FULL_CPU = 3_000;

  /** Returns the share of the processors that it uses: what is slow has no time left. */
  double cpu() {
    return Math.min(CPU_MOST, CPU_IDLE + latencyMs / LATENCY_AT_FULL_CPU);
  }

  /** Returns the share of its memory that it uses. */
  double memory() {
    return healthy ? 0.45 : 0.55;
  }
}
