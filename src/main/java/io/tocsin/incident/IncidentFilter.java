package io.tocsin.incident;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents to list, newest first. A null does not filter.
 *
 * @param statuses any of these; empty for all
 * @param page zero-based
 * @param size of a page, 1 to 200
 * @param reader user id of whoever looks, who sees only what they may read; null for the engine,
 *     which must see all
 */
public record IncidentFilter(
    List<Status> statuses,
    @Nullable Integer severity,
    @Nullable String service,
    @Nullable Boolean drill,
    int page,
    int size,
    @Nullable String reader) {}
