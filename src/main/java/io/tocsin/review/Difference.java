package io.tocsin.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What differs in one field of two versions.
 *
 * @param field its key; title is for people
 * @param before null when nothing was written, like after
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Difference(
    String field, String title, @Nullable String before, @Nullable String after) {}
