package io.tocsin.people;

import io.tocsin.calendar.ICalendar;
import java.time.Instant;
import java.util.List;

/** Shifts as a calendar to subscribe to. */
final class OnCallCalendar {

  private OnCallCalendar() {}

  /**
   * Writes a calendar.
   *
   * @param now stamps the entries
   */
  static String of(String rotation, List<Entry> entries, Instant now) {
    var calendar = new ICalendar("On call", "PUBLISH");
    calendar.text("X-WR-CALNAME", "On call " + rotation);
    // The first is the standard's (RFC 7986), the second is what older programs read.
    calendar.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
    calendar.line("X-PUBLISHED-TTL", "PT1H");
    entries.forEach(entry -> add(calendar, rotation, entry, now));
    return calendar.end();
  }

  /**
   * A shift to show.
   *
   * @param name of the person
   * @param remark empty, or why the shift is not as the rotation has it
   */
  record Entry(String name, Instant from, Instant until, String remark) {}

  private static void add(ICalendar calendar, String rotation, Entry entry, Instant now) {
    calendar.line("BEGIN", "VEVENT");
    calendar.text("UID", "oncall-%s-%s@tocsin".formatted(rotation, ICalendar.at(entry.from())));
    calendar.time("DTSTAMP", now);
    calendar.time("DTSTART", entry.from());
    calendar.time("DTEND", entry.until());
    calendar.text("SUMMARY", "On call %s: %s".formatted(rotation, entry.name()));
    if (!entry.remark().isEmpty()) {
      calendar.text("DESCRIPTION", entry.remark());
    }
    // Being on call does not make somebody busy.
    calendar.line("TRANSP", "TRANSPARENT");
    calendar.line("END", "VEVENT");
  }
}
