package io.tocsin.routine;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * A part of the calendar in which a routine is owed once: a month, a quarter, a year.
 *
 * @param label what people and the record call it: {@code 2026-11}, {@code 2026-Q4}, {@code 2026},
 *     {@code 2026-W48}; any other is its first day and its length, {@code 2026-09-01/P5M}
 * @param begins its first day
 * @param ends the first day after it
 */
public record CalendarPeriod(String label, LocalDate begins, LocalDate ends) {

  private static final int MONTHS = 12;
  private static final int WEEK = 7;

  /** A period of months and days is counted in days, and a month of it is so long. */
  private static final int DAYS_OF_A_MONTH = 30;

  /** Returns the period that a day lies in. Months count from January, weeks from Monday. */
  public static CalendarPeriod of(Period every, LocalDate day) {
    var months = Math.toIntExact(every.toTotalMonths());
    return every.getDays() == 0 && months > 0
        ? months(months, day)
        : days(Math.max(1, months * DAYS_OF_A_MONTH + every.getDays()), day);
  }

  /** Returns the one after it. */
  public CalendarPeriod next(Period every) {
    return of(every, ends);
  }

  /** Returns the one before it. */
  public CalendarPeriod before(Period every) {
    return of(every, begins.minusDays(1));
  }

  private static CalendarPeriod months(int n, LocalDate day) {
    var month = day.getYear() * MONTHS + day.getMonthValue() - 1;
    var first = month - Math.floorMod(month, n);
    var begins = LocalDate.of(Math.floorDiv(first, MONTHS), Math.floorMod(first, MONTHS) + 1, 1);
    var year = begins.getYear();
    var label =
        switch (n) {
          case 1 -> "%d-%02d".formatted(year, begins.getMonthValue());
          case 3 -> "%d-Q%d".formatted(year, begins.get(IsoFields.QUARTER_OF_YEAR));
          case 6 -> "%d-H%d".formatted(year, begins.getMonthValue() < 7 ? 1 : 2);
          case MONTHS -> String.valueOf(year);
          default -> begins + "/P" + n + "M";
        };
    return new CalendarPeriod(label, begins, begins.plusMonths(n));
  }

  private static CalendarPeriod days(int n, LocalDate day) {
    // The first Monday that the calendar of days counts from.
    var monday = LocalDate.EPOCH.with(TemporalAdjusters.previous(DayOfWeek.MONDAY)).toEpochDay();
    var begins = day.minusDays(Math.floorMod(day.toEpochDay() - monday, (long) n));
    var label =
        n == WEEK
            ? String.format(
                Locale.ROOT,
                "%d-W%02d",
                begins.get(IsoFields.WEEK_BASED_YEAR),
                begins.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR))
            : begins + "/P" + n + "D";
    return new CalendarPeriod(label, begins, begins.plusDays(n));
  }
}
