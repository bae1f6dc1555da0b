package io.tocsin.review;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of a review, by the keys of its form. */
enum ReviewField {
  SUMMARY("summary", "Summary", review -> review.text().summary()),
  IMPACT("impact", "Impact", review -> review.text().impact()),
  ROOT_CAUSE("rootCause", "Root cause", review -> review.text().rootCause()),
  WHYS("whys", "Five whys", review -> lines(review.text().whys())),
  RESOLUTION("resolution", "Resolution", review -> review.text().resolution()),
  WENT_WELL("wentWell", "What went well", review -> review.text().wentWell()),
  COULD_IMPROVE("couldImprove", "What could be improved", review -> review.text().couldImprove()),
  LESSONS("lessons", "Lessons", review -> review.text().lessons()),
  PUBLIC_SUMMARY(
      "publicSummary", "Summary for the public", review -> review.text().publicSummary()),
  ACTION_ITEMS(
      "actionItems",
      "Action items",
      review ->
          lines(
              review.actionItems().stream()
                  .map(
                      item ->
                          "%s (%s, %s, due %s)"
                              .formatted(item.title(), item.kind(), item.owner(), item.dueDate()))
                  .toList()));

  private final String key;
  private final String title;
  private final Function<Review, @Nullable String> value;

  ReviewField(String key, String title, Function<Review, @Nullable String> value) {
    this.key = key;
    this.title = title;
    this.value = value;
  }

  String key() {
    return key;
  }

  String title() {
    return title;
  }

  @Nullable String of(Review review) {
    return value.apply(review);
  }

  /** Returns what differs between two versions, in the order of the form. */
  static List<Difference> between(Review before, Review after) {
    return Arrays.stream(values())
        .filter(field -> !Objects.equals(field.of(before), field.of(after)))
        .map(field -> new Difference(field.key, field.title, field.of(before), field.of(after)))
        .toList();
  }

  /** Returns the keys of what is written. */
  static List<String> written(Review review) {
    return Arrays.stream(values())
        .filter(field -> field.of(review) != null)
        .map(ReviewField::key)
        .toList();
  }

  private static @Nullable String lines(List<String> lines) {
    return lines.isEmpty() ? null : lines.stream().collect(joining("\n"));
  }
}
