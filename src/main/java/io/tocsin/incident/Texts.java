package io.tocsin.incident;

import io.tocsin.people.Person;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How facts are written for people. */
public final class Texts {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Texts() {}

  /** Writes people as the choices of a form's list. */
  static List<Map<String, String>> choices(List<Person> people) {
    return people.stream()
        .map(person -> Map.of("value", person.id(), "label", person.name()))
        .toList();
  }

  /** Writes a time to the minute, without the day when that is today: {@code 14:30 UTC}. */
  public static String clock(Instant instant, Instant now) {
    var day = "yyyy-MM-dd ".length();
    var time = time(instant);
    return time(now).startsWith(time.substring(0, day)) ? time.substring(day) : time;
  }

  /** Writes a time to the minute, with its zone: {@code 2026-02-10 14:30 UTC}. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }
}
