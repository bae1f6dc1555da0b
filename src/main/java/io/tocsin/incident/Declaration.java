package io.tocsin.incident;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known when an incident is declared.
 *
 * @param title one line, at most 300 characters
 * @param policy id of the policy; null takes the first service's, then the default
 * @param severity what the declarer says: critical, high, medium, low, 1 to 4, or a label of the
 *     policy; null when nothing is known
 * @param detectedBy monitoring, externalMonitoring, customerReport, employeeReport, socialMedia,
 *     test
 * @param startedAt when it began, if known; detectedAt when it was noticed, now if null
 * @param security whether it is a security incident
 */
public record Declaration(
    String title,
    @Nullable String description,
    List<String> services,
    @Nullable String policy,
    @Nullable String severity,
    @Nullable String kind,
    @Nullable String detectedBy,
    @Nullable String reporter,
    @Nullable String firstResponder,
    @Nullable Instant startedAt,
    @Nullable Instant detectedAt,
    boolean security,
    boolean drill,
    List<String> links) {}
