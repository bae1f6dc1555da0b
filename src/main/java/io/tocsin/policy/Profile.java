package io.tocsin.policy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A policy's general settings.
 *
 * @param settings as the decision gives them
 */
public record Profile(Map<String, String> settings) {

  /** Returns the name of the policy for people. */
  public String title() {
    return setting("title");
  }

  /** Returns the policy's word for a level. */
  public String label(int level) {
    return setting("label" + level);
  }

  /** Returns the path that a level takes: critical, high, medium or low. */
  public String path(int level) {
    return setting("path" + level);
  }

  /** Returns whether triage asks for business continuity. */
  public boolean asksBusinessContinuity() {
    return "yes".equals(settings.get("asksBusinessContinuity"));
  }

  /** Returns the level that a word names: its label or its number. */
  public OptionalInt level(String word) {
    return IntStream.rangeClosed(1, 4)
        .filter(
            level ->
                word.strip().equals(String.valueOf(level))
                    || label(level).equalsIgnoreCase(word.strip()))
        .findFirst();
  }

  /** Returns a setting that is a duration. */
  public Duration duration(String key) {
    return Duration.parse(setting(key));
  }

  /** Returns a setting that is a whole number. */
  public int number(String key) {
    return Integer.parseInt(setting(key));
  }

  /** Returns when the organisation works. */
  public BusinessCalendar calendar() {
    return new BusinessCalendar(
        ZoneId.of(setting("zone")),
        set("workdays", day -> DayOfWeek.valueOf(day.toUpperCase(Locale.ROOT))),
        LocalTime.parse(setting("workStart")),
        LocalTime.parse(setting("workEnd")),
        set("holidays", LocalDate::parse),
        PublicHolidays.parse(settings.getOrDefault("holidayCalendar", "")));
  }

  /**
   * Returns until when nobody is woken for an incident of a level; empty when it may be now. The
   * hours are those of the policy's zone, and may go past midnight.
   */
  public Optional<Instant> quietUntil(int level, Instant now) {
    if (settings.getOrDefault("quietLevels", "").isBlank()
        || !set("quietLevels", Integer::valueOf).contains(level)) {
      return Optional.empty();
    }
    var local = now.atZone(ZoneId.of(setting("zone")));
    var from = LocalTime.parse(setting("quietFrom"));
    var until = LocalTime.parse(setting("quietUntil"));
    var time = local.toLocalTime();
    var quiet =
        from.isBefore(until)
            ? !time.isBefore(from) && time.isBefore(until)
            : !time.isBefore(from) || time.isBefore(until);
    if (!quiet) {
      return Optional.empty();
    }
    var day = time.isBefore(until) ? local.toLocalDate() : local.toLocalDate().plusDays(1);
    return Optional.of(day.atTime(until).atZone(local.getZone()).toInstant());
  }

  /**
   * Returns a setting as written.
   *
   * @throws IllegalStateException when the profile lacks it, naming it
   */
  public String setting(String key) {
    var value = settings.get(key);
    if (value == null) {
      throw new IllegalStateException(
          "The policy's profile has no row for the setting '" + key + "'");
    }
    return value;
  }

  private <T> Set<T> set(String key, Function<String, T> read) {
    return Arrays.stream(setting(key).split(","))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(read)
        .collect(Collectors.toUnmodifiableSet());
  }
}
