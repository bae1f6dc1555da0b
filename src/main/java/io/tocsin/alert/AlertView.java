package io.tocsin.alert;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An alert as people see it. Times are UTC.
 *
 * @param status firing or resolved
 * @param live whether the next signal of the same fingerprint still counts to this row
 * @param count how often it was received
 * @param severity as the source says it
 * @param firstSeen when it was first received; lastSeen when last
 * @param startedAt by the source's clock, as resolvedAt
 * @param flappingSince since when it comes and goes too often; null while it does not
 */
record AlertView(
    String source,
    String fingerprint,
    String status,
    boolean live,
    long count,
    String title,
    @Nullable String severity,
    List<String> services,
    Instant firstSeen,
    Instant lastSeen,
    @Nullable Instant startedAt,
    @Nullable Instant resolvedAt,
    @Nullable Instant flappingSince) {}
