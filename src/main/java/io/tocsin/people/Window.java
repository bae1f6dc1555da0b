package io.tocsin.people;

import io.tocsin.problem.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A time that a caller asks for. */
record Window(Instant from, Instant until) {

  /** The most that one answer covers, in days. */
  private static final int LONGEST = 400;

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

  /**
   * Reads the parameters from and until.
   *
   * @param from null is now
   * @param until null is a number of days after from
   */
  static Window of(@Nullable Instant from, @Nullable Instant until, Instant now, int days) {
    var start = checked("from", from == null ? now : from);
    var end = checked("until", until == null ? start.plus(days, ChronoUnit.DAYS) : until);
    if (!start.isBefore(end)) {
      throw new InvalidInputException("until", "lies not after 'from'");
    }
    if (Duration.between(start, end).compareTo(Duration.ofDays(LONGEST)) > 0) {
      throw new InvalidInputException(
          "until", "lies more than %d days after 'from'; ask for less".formatted(LONGEST));
    }
    return new Window(start, end);
  }

  /** Refuses moments that calendars cannot count with; milliseconds, as all that is stored. */
  static Instant checked(String field, Instant at) {
    if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
      throw new InvalidInputException(field, "lies outside the years 2000 to 2199");
    }
    return at.truncatedTo(ChronoUnit.MILLIS);
  }
}
