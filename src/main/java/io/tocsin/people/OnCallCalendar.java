package io.tocsin.people;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Shifts as an iCalendar object (RFC 5545). */
final class OnCallCalendar {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Octets of a line without its break, RFC 5545 section 3.1. */
  private static final int LINE = 75;

  private final StringBuilder text = new StringBuilder();

  private OnCallCalendar() {}

  /**
   * Writes a calendar.
   *
   * @param now stamps the entries
   */
  static String of(String rotation, List<Entry> entries, Instant now) {
    var calendar = new OnCallCalendar();
    calendar.line("BEGIN", "VCALENDAR");
    calendar.line("VERSION", "2.0");
    calendar.line("PRODID", "-//Tocsin//On call//EN");
    calendar.line("CALSCALE", "GREGORIAN");
    calendar.line("METHOD", "PUBLISH");
    calendar.line("X-WR-CALNAME", escaped("On call " + rotation));
    // The first is the standard's (RFC 7986), the second is what older programs read.
    calendar.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    calendar.line("X-PUBLISHED-TTL", "PT1H");
    entries.forEach(entry -> calendar.entry(rotation, entry, now));
    calendar.line("END", "VCALENDAR");
    return calendar.text.toString();
  }

  /**
   * A shift to show.
   *
   * @param name of the person
   * @param remark empty, or why the shift is not as the rotation has it
   */
  record Entry(String name, Instant from, Instant until, String remark) {}

  private void entry(String rotation, Entry entry, Instant now) {
    line("BEGIN", "VEVENT");
    line("UID", escaped("oncall-%s-%s@tocsin".formatted(rotation, UTC.format(entry.from()))));
    line("DTSTAMP", UTC.format(now));
    line("DTSTART", UTC.format(entry.from()));
    line("DTEND", UTC.format(entry.until()));
    line("SUMMARY", escaped("On call %s: %s".formatted(rotation, entry.name())));
    if (!entry.remark().isEmpty()) {
      line("DESCRIPTION", escaped(entry.remark()));
    }
    // Being on call does not make somebody busy.
    line("TRANSP", "TRANSPARENT");
    line("END", "VEVENT");
  }

  /** Folds after 75 octets, never within a character. */
  private void line(String name, String value) {
    var length = 0;
    var line = name + ":" + value;
    for (int at = 0; at < line.length(); ) {
      var character = line.codePointAt(at);
      var octets = Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (length + octets > LINE) {
        text.append("\r\n ");
        length = 1;
      }
      text.appendCodePoint(character);
      length += octets;
      at += Character.charCount(character);
    }
    text.append("\r\n");
  }

  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replaceAll("\\R", "\\\\n")
        // Other control characters have no place in a text.
        .replaceAll("[\\p{Cntrl}&&[^\\t]]", "");
  }
}
