package io.tocsin.statuspage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as the page writes them: UTC. Its script adds the reader's own. */
final class Times {

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_DAY =
      DateTimeFormatter.ofPattern("d MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Returns a moment for people. */
  public String minute(Instant at) {
    return MINUTE.format(at);
  }

  /** Returns a moment of a day that is known. */
  public String clock(Instant at) {
    return CLOCK.format(at);
  }

  /** Returns a day. */
  public String day(LocalDate day) {
    return DAY.format(day);
  }

  /** Returns a span of days. */
  public String days(LocalDate from, LocalDate to) {
    return (from.getYear() == to.getYear() ? SHORT_DAY : DAY).format(from)
        + " to "
        + DAY.format(to);
  }

  /** Returns a moment for programs. */
  public String iso(Instant at) {
    return MILLIS.format(at);
  }
}
