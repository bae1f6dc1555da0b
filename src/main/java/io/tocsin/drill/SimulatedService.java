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
    Instant changedAt) {}
