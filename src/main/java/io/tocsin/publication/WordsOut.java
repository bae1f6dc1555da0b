package io.tocsin.publication;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Words that the public reads.
 *
 * @param kind holding, update, resolution, dismissal or summary
 * @param mailedAt when customers were mailed of them; null when they were not
 */
public record WordsOut(
    UUID id,
    String kind,
    String title,
    String text,
    List<String> services,
    String author,
    Instant publishedAt,
    @Nullable Instant mailedAt) {}
