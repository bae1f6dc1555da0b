package io.tocsin.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;

/**
 * When a policy's organisation works.
 *
 * @param zone of the working hours
 * @param days of the week that are worked
 * @param starts first working minute of a day
 * @param ends when a business day is over, and with it a deadline of business days
 * @param holidays dates that are not worked, beside those of the country
 * @param publicHolidays of the country or region
 */
public record BusinessCalendar(
    ZoneId zone,
    Set<DayOfWeek> days,
    LocalTime starts,
    LocalTime ends,
    Set<LocalDate> holidays,
    PublicHolidays publicHolidays) {

  /** Ten years without a business day: there will be none. */
  private static final int GIVE_UP_AFTER_DAYS = 3660;

  /** A calendar whose holidays are all listed. */
  public BusinessCalendar(
      ZoneId zone, Set<DayOfWeek> days, LocalTime starts, LocalTime ends, Set<LocalDate> holidays) {
    this(zone, days, starts, ends, holidays, PublicHolidays.NONE);
  }

  /** Returns the end of the n-th business day after the day of an instant. */
  public Instant endOfBusinessDay(Instant start, int n) {
    var day = start.atZone(zone).toLocalDate();
    int idle = 0;
    for (int left = n; left > 0; ) {
      day = day.plusDays(1);
      idle++;
      if (worked(day)) {
        left--;
        idle = 0;
      }
      if (idle > GIVE_UP_AFTER_DAYS) {
        throw new IllegalStateException("The policy's calendar has no business days: see workdays");
      }
    }
    return day.atTime(ends).atZone(zone).toInstant();
  }

  /** Returns the first working minute of the first business day from a date on. */
  public Instant opening(LocalDate from) {
    var day = from;
    while (!worked(day)) {
      day = day.plusDays(1);
      if (day.isAfter(from.plusDays(GIVE_UP_AFTER_DAYS))) {
        throw new IllegalStateException("The policy's calendar has no business days: see workdays");
      }
    }
    return day.atTime(starts).atZone(zone).toInstant();
  }

  /** Returns the end of the last business day before a date. */
  public Instant closing(LocalDate before) {
    var day = before.minusDays(1);
    while (!worked(day)) {
      day = day.minusDays(1);
      if (day.isBefore(before.minusDays(GIVE_UP_AFTER_DAYS))) {
        throw new IllegalStateException("The policy's calendar has no business days: see workdays");
      }
    }
    return day.atTime(ends).atZone(zone).toInstant();
  }

  /** Returns whether an instant lies in the working hours. */
  public boolean openAt(Instant at) {
    var local = at.atZone(zone);
    var time = local.toLocalTime();
    return worked(local.toLocalDate()) && !time.isBefore(starts) && time.isBefore(ends);
  }

  private boolean worked(LocalDate day) {
    return days.contains(day.getDayOfWeek()) && !holidays.contains(day) && !publicHolidays.on(day);
  }
}
