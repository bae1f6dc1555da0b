package io.tocsin.review;

import io.tocsin.engine.Answers;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written otherwise in a review that was handed in. Null leaves a field as it is, an
 * empty text takes it away.
 *
 * @param reason why; it stays with the version
 * @param version the newest that whoever writes has read; null when they do not say, and then
 *     nothing of what others wrote meanwhile is looked at
 */
public record Correction(
    @Nullable String reason,
    @Nullable String summary,
    @Nullable String impact,
    @Nullable String rootCause,
    @Nullable List<@Nullable String> whys,
    @Nullable String resolution,
    @Nullable String wentWell,
    @Nullable String couldImprove,
    @Nullable String lessons,
    @Nullable String publicSummary,
    @Nullable Integer version) {

  private static final int MOST_WHYS = 5;

  /**
   * Returns why.
   *
   * @throws InvalidInputException when it is not said
   */
  String why() {
    var text = other("reason", reason, null);
    if (text == null) {
      throw new InvalidInputException("reason", "say what was wrong, in a few words");
    }
    return text;
  }

  /**
   * Refuses what was written on an older version than the newest.
   *
   * @throws ConflictException when somebody has written another one since
   */
  void requireBuiltOn(Review newest) {
    if (version != null && version != newest.version()) {
      throw new ConflictException(
          "%s has written version %d meanwhile; look at what it changed, and correct that one"
              .formatted(newest.author(), newest.version()));
    }
  }

  /**
   * Returns the text with what is to be written otherwise.
   *
   * @throws InvalidInputException naming the first field that cannot be taken
   */
  ReviewText applyTo(ReviewText known) {
    var about = other("summary", summary, known.summary());
    if (about == null) {
      throw new InvalidInputException("summary", "say in two or three sentences what happened");
    }
    return new ReviewText(
        about,
        other("impact", impact, known.impact()),
        other("rootCause", rootCause, known.rootCause()),
        whys == null ? known.whys() : whys(whys),
        other("resolution", resolution, known.resolution()),
        other("wentWell", wentWell, known.wentWell()),
        other("couldImprove", couldImprove, known.couldImprove()),
        other("lessons", lessons, known.lessons()),
        other("publicSummary", publicSummary, known.publicSummary()));
  }

  private static List<String> whys(List<@Nullable String> given) {
    var whys =
        given.stream()
            .map(why -> other("whys", why, null))
            .filter(why -> why != null)
            .map(String::valueOf)
            .toList();
    if (whys.size() > MOST_WHYS) {
      throw new InvalidInputException("whys", "are at most " + MOST_WHYS);
    }
    return whys;
  }

  private static @Nullable String other(
      String field, @Nullable String given, @Nullable String known) {
    if (given == null) {
      return known;
    }
    // A browser ends lines in two characters; the form of the Tasklist in one.
    var values = new HashMap<String, Object>();
    values.put(field, given.replace("\r\n", "\n"));
    return new Answers(values).text(field).orElse(null);
  }
}
