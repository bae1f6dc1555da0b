package io.tocsin.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as pages write them. The script of the pages counts on in the same words. */
final class Words {

  private static final String EXERCISE = " in the exercise";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Returns a moment to the minute. */
  public String minute(Instant at) {
    return MINUTE.format(at);
  }

  /** Returns a moment to the second. */
  public String second(Instant at) {
    return SECOND.format(at);
  }

  /** Returns a moment to the minute, without the day when that is today. */
  public String clock(Instant at, Instant now) {
    var today = now.truncatedTo(ChronoUnit.DAYS).equals(at.truncatedTo(ChronoUnit.DAYS));
    return today ? minute(at).substring("yyyy-MM-dd ".length()) : minute(at);
  }

  /** Returns how far a moment lies ahead or behind, such as {@code in 12 min 5 s}. */
  public String due(Instant at, Instant now) {
    return at.isAfter(now) ? "in " + span(now, at) : "overdue by " + span(at, now);
  }

  /** Returns the same in the time of a drill's exercise. */
  public String due(Instant at, Instant now, int pace) {
    var left = Duration.between(now, at).abs().multipliedBy(pace);
    return due(at.isAfter(now) ? now.plus(left) : now.minus(left), now) + EXERCISE;
  }

  /** Returns a length of time in the time of a drill's exercise. */
  public String span(Instant from, Instant to, int pace) {
    var length = Duration.between(from, to).abs().multipliedBy(pace);
    return span(from, from.plus(length)) + EXERCISE;
  }

  /** Returns a length that a policy or scenario writes, such as {@code P1M}, in words. */
  public String every(String period) {
    return switch (period) {
      case "P1D" -> "every day";
      case "P7D", "P1W" -> "every week";
      case "P1M" -> "every month";
      case "P3M" -> "every three months";
      case "P6M" -> "every six months";
      case "P1Y", "P12M" -> "every year";
      default -> "every " + period;
    };
  }

  /** Returns a length of time in its two largest units, such as {@code 2 h 5 min}. */
  public String span(@Nullable Instant from, Instant to) {
    if (from == null) {
      return "";
    }
    var length = Duration.between(from, to).abs();
    if (length.toDays() > 0) {
      return length.toDays() + " d " + length.toHoursPart() + " h";
    }
    if (length.toHours() > 0) {
      return length.toHours() + " h " + length.toMinutesPart() + " min";
    }
    if (length.toMinutes() > 0) {
      return length.toMinutes() + " min " + length.toSecondsPart() + " s";
    }
    return length.toSeconds() + " s";
  }
}
