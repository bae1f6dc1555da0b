package io.tocsin.review;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people learnt from an incident.
 *
 * @param version 1 for the first submission
 */
record Review(
    int version,
    String author,
    Instant at,
    String summary,
    @Nullable String impact,
    @Nullable String wentWell,
    @Nullable String couldImprove,
    @Nullable String lessons) {}
