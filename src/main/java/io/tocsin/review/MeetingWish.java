package io.tocsin.review;

import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A meeting that somebody wants.
 *
 * @param attendees ids of people and contacts
 */
public record MeetingWish(
    @Nullable Instant from,
    @Nullable Integer minutes,
    @Nullable String place,
    @Nullable List<@Nullable String> attendees) {

  /** What a new meeting is proposed with. */
  public static final int USUAL_MINUTES = 60;

  private static final int SHORTEST = 5;
  private static final int LONGEST = 480;
  private static final int LONGEST_PLACE = 500;
  private static final int MOST_ATTENDEES = 100;
  private static final Duration FARTHEST = Duration.ofDays(366);

  Instant begin(Clock clock) {
    var now = clock.instant();
    if (from == null) {
      throw new InvalidInputException("from", "say when it begins, such as 2026-02-12T14:00Z");
    }
    if (!from.isAfter(now)) {
      throw new InvalidInputException("from", "lies in the past; choose a time to come");
    }
    if (from.isAfter(now.plus(FARTHEST))) {
      throw new InvalidInputException("from", "is more than a year away; choose a nearer time");
    }
    return from.truncatedTo(ChronoUnit.SECONDS);
  }

  Duration length() {
    if (minutes == null || minutes < SHORTEST || minutes > LONGEST) {
      throw new InvalidInputException(
          "minutes", "must be between %d and %d".formatted(SHORTEST, LONGEST));
    }
    return Duration.ofMinutes(minutes);
  }

  String where() {
    if (place == null || place.isBlank()) {
      throw new InvalidInputException("place", "name a room, or the link of the call");
    }
    var line = place.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (line.length() > LONGEST_PLACE) {
      throw new InvalidInputException(
          "place", "is longer than %d characters; shorten it".formatted(LONGEST_PLACE));
    }
    return line;
  }

  List<String> invited() {
    var ids =
        attendees == null
            ? List.<String>of()
            : attendees.stream()
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
    if (ids.isEmpty()) {
      throw new InvalidInputException("attendees", "name at least one who comes");
    }
    if (ids.size() > MOST_ATTENDEES) {
      throw new InvalidInputException(
          "attendees", "are more than %d; invite a team instead".formatted(MOST_ATTENDEES));
    }
    return ids;
  }
}
