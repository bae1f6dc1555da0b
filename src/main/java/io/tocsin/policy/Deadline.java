package io.tocsin.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * How long until something is owed: an ISO 8601 duration ({@code PT30M}, {@code P7D}), or {@code
 * Nbd}, N business days of the policy's calendar.
 *
 * @param text as the policy spells it
 */
public record Deadline(String text) {

  private static final Pattern BUSINESS_DAYS = Pattern.compile("([1-9]\\d{0,2})bd");

  private static final int MOST_DAYS = 999;

  /**
   * Reads a deadline.
   *
   * @throws IllegalArgumentException naming the text and the two forms that are understood
   */
  public static Deadline parse(String text) {
    var deadline = new Deadline(text.strip());
    if (!BUSINESS_DAYS.matcher(deadline.text).matches()) {
      try {
        if (deadline.duration().isNegative()) {
          throw new IllegalArgumentException("'" + text + "' is negative; a deadline lies ahead");
        }
      } catch (DateTimeException e) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' is neither an ISO 8601 duration such as PT30M nor business days such as 2bd",
            e);
      }
    }
    return deadline;
  }

  /** Returns when it is due, counted from a start. */
  public Instant from(Instant start, BusinessCalendar calendar) {
    var days = BUSINESS_DAYS.matcher(text);
    return days.matches()
        ? calendar.endOfBusinessDay(start, Integer.parseInt(days.group(1)))
        : start.plus(duration());
  }

  /** Returns a deadline that is several times as long. */
  public Deadline times(int n) {
    var days = BUSINESS_DAYS.matcher(text);
    return days.matches()
        ? new Deadline(Math.min(n * Integer.parseInt(days.group(1)), MOST_DAYS) + "bd")
        : new Deadline(duration().multipliedBy(n).toString());
  }

  /** Returns whether it is owed at once. */
  public boolean immediate() {
    return !BUSINESS_DAYS.matcher(text).matches() && duration().isZero();
  }

  /** Returns its length by the clock on the wall; a business day counts as one day. */
  Duration length() {
    var days = BUSINESS_DAYS.matcher(text);
    return days.matches() ? Duration.ofDays(Long.parseLong(days.group(1))) : duration();
  }

  // Days are 24 hours: an incident's clock does not know of daylight saving.
  private Duration duration() {
    return Duration.parse(text);
  }
}
