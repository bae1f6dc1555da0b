package io.tocsin.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written in a review; null is not written.
 *
 * @param summary empty only where nothing is handed in yet
 * @param whys answers to "why", up to five
 * @param publicSummary what the public is to read of it; the rest stays inside
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReviewText(
    String summary,
    @Nullable String impact,
    @Nullable String rootCause,
    List<String> whys,
    @Nullable String resolution,
    @Nullable String wentWell,
    @Nullable String couldImprove,
    @Nullable String lessons,
    @Nullable String publicSummary) {

  /** Returns the same with what the record of the incident says about the cause. */
  public ReviewText withCause(
      @Nullable String rootCause, List<String> whys, @Nullable String resolution) {
    return new ReviewText(
        summary,
        impact,
        rootCause,
        whys,
        resolution,
        wentWell,
        couldImprove,
        lessons,
        publicSummary);
  }
}
