package io.tocsin.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an investigation has found. */
record Findings(
    @Nullable String rootCause,
    boolean confirmed,
    List<String> whys,
    boolean recentChange,
    @Nullable String evidence,
    @Nullable String workaround,
    @Nullable String impactBusiness,
    @Nullable Instant expectedResolutionAt) {}
