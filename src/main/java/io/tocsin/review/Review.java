package io.tocsin.review;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What people learnt from an incident.
 *
 * @param version 1 for the first submission
 * @param publicSummary what the public is to read of it; the rest stays inside
 */
record Review(
    int version,
    String author,
    Instant at,
    String summary,
    @Nullable String impact,
    @Nullable String wentWell,
    @Nullable String couldImprove,
    @Nullable String lessons,
    @Nullable String publicSummary) {}
