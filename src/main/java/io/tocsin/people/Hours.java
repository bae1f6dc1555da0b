package io.tocsin.people;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * When somebody answers.
 *
 * @param zone of the times
 * @param days of the week with hours, at least one
 * @param starts inclusive, in local time; an hour that the clocks skip begins right after it
 * @param ends exclusive, in local time, later than the start; 00:00 is the end of the day
 */
public record Hours(ZoneId zone, Set<DayOfWeek> days, LocalTime starts, LocalTime ends) {

  /** Day and night. */
  public static final Hours ALWAYS =
      new Hours(
          ZoneOffset.UTC, EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

  /** Refuses hours that never come. */
  public Hours {
    days = Set.copyOf(days);
    if (days.isEmpty()) {
      throw new IllegalArgumentException("days: name at least one day of the week");
    }
    if (!ends.equals(LocalTime.MIDNIGHT) && !starts.isBefore(ends)) {
      throw new IllegalArgumentException(
          "starts: %s is not before %s; hours over midnight are not understood"
              .formatted(starts, ends));
    }
  }

  /** Returns whether that is 24/7. */
  public boolean always() {
    return days.size() == DayOfWeek.values().length
        && starts.equals(LocalTime.MIDNIGHT)
        && ends.equals(LocalTime.MIDNIGHT);
  }

  /** Returns whether somebody answers at an instant. */
  public boolean openAt(Instant at) {
    return nextOpen(at).equals(at);
  }

  /** Returns the first instant from a given one on at which somebody answers. */
  public Instant nextOpen(Instant at) {
    if (always()) {
      return at;
    }
    // A week and a day: the hours of today may be over.
    var day = at.atZone(zone).toLocalDate();
    for (int n = 0; n <= 7; n++, day = day.plusDays(1)) {
      if (days.contains(day.getDayOfWeek()) && at.isBefore(end(day))) {
        var start = day.atTime(starts).atZone(zone).toInstant();
        // The clocks may have skipped these hours whole.
        if (start.isBefore(end(day))) {
          return start.isAfter(at) ? start : at;
        }
      }
    }
    throw new IllegalStateException("The hours " + this + " do not come within a week of " + at);
  }

  /** Returns the hours for a reader, such as {@code Mon-Fri 09:00-17:00 Europe/Berlin}. */
  public String text() {
    return always()
        ? "24/7"
        : "%s %s-%s %s"
            .formatted(
                daysText(), starts, ends.equals(LocalTime.MIDNIGHT) ? "24:00" : ends, zone.getId());
  }

  private Instant end(LocalDate day) {
    return (ends.equals(LocalTime.MIDNIGHT) ? day.plusDays(1) : day)
        .atTime(ends)
        .atZone(zone)
        .toInstant();
  }

  private String daysText() {
    List<DayOfWeek> sorted = Arrays.stream(DayOfWeek.values()).filter(days::contains).toList();
    var first = sorted.get(0);
    var last = sorted.get(sorted.size() - 1);
    var inARow = last.getValue() - first.getValue() == sorted.size() - 1;
    return inARow && sorted.size() > 2
        ? name(first) + "-" + name(last)
        : sorted.stream().map(Hours::name).collect(Collectors.joining(", "));
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
  }
}
