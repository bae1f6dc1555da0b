package io.tocsin.incident;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the append-only record.
 *
 * @param at UTC
 * @param actor who; source by what way
 * @param kind alert, declared, acknowledged, severity, role, status, note, health, action,
 *     notification, update, escalation, task, ticket, review
 * @param fact what it says, of {@link Fact}; null for most
 */
public record TimelineEntry(
    long id,
    Instant at,
    String actor,
    String source,
    String kind,
    String text,
    @Nullable String fact) {}
