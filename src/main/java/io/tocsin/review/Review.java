package io.tocsin.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people learnt from an incident, in one version.
 *
 * @param version 1 for the first submission
 * @param author user id
 * @param reason why it was corrected; null for what was handed in
 * @param actionItems what was agreed then, without what was dropped
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Review(
    int version,
    String author,
    Instant at,
    @Nullable String reason,
    ReviewText text,
    List<Agreed> actionItems) {

  /**
   * An action item as it was agreed.
   *
   * @param owner user id
   */
  public record Agreed(String title, String kind, String owner, LocalDate dueDate) {}
}
