package io.tocsin.incident;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A written update.
 *
 * @param audience internal, executive or public
 * @param nextUpdateAt when the reader hears again, if promised
 */
public record StatusUpdate(
    UUID id,
    String incident,
    String audience,
    String text,
    String author,
    Instant at,
    @Nullable Instant nextUpdateAt) {}
