package io.tocsin.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes an iCalendar object, RFC 5545. Nothing of a value can begin a line of its own, or a
 * parameter.
 */
public final class ICalendar {

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Octets of a line without its break, RFC 5545 section 3.1. */
  private static final int LINE = 75;

  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a calendar.
   *
   * @param product what wrote it, in a word or two
   * @param method PUBLISH, or one of RFC 5546: REQUEST, CANCEL
   */
  public ICalendar(String product, String method) {
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Tocsin//" + product + "//EN");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", method);
  }

  /** Adds a line whose value is no text: a word, a number, an address. */
  public ICalendar line(String name, String value) {
    fold(name + ":" + value.replaceAll("\\p{Cntrl}", ""));
    return this;
  }

  /** Adds a text. */
  public ICalendar text(String name, String value) {
    return line(name, escaped(value));
  }

  /** Adds a moment, to the second. */
  public ICalendar time(String name, Instant at) {
    return line(name, at(at));
  }

  /** Ends the calendar and returns it. */
  public String end() {
    line("END", "VCALENDAR");
    return text.toString();
  }

  /** Returns a moment as calendars write it. */
  public static String at(Instant at) {
    return UTC.format(at);
  }

  /** Returns the value of a parameter, such as the name of somebody, in quotes. */
  public static String quoted(String value) {
    return '"' + value.replace('"', '\'').replaceAll("\\p{Cntrl}+", " ") + '"';
  }

  /** Folds after 75 octets, never within a character. */
  private void fold(String line) {
    var length = 0;
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
        .replaceAll("\\R", "\\\\n");
  }
}
