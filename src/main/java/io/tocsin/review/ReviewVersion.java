package io.tocsin.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line in the list of versions.
 *
 * @param reason why it was corrected; null for what was handed in
 * @param changed keys of the fields that differ from the version before; of the first, those that
 *     were written
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReviewVersion(
    int version, String author, Instant at, @Nullable String reason, List<String> changed) {}
