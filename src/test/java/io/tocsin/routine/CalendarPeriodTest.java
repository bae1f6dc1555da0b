package io.tocsin.routine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.Period;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarPeriodTest {

  @ParameterizedTest
  @CsvSource({
    "P1M, 2026-11-28, 2026-11, 2026-11-01, 2026-12-01",
    "P1M, 2026-12-31, 2026-12, 2026-12-01, 2027-01-01",
    "P3M, 2026-11-28, 2026-Q4, 2026-10-01, 2027-01-01",
    "P3M, 2027-01-01, 2027-Q1, 2027-01-01, 2027-04-01",
    "P6M, 2026-06-30, 2026-H1, 2026-01-01, 2026-07-01",
    "P6M, 2026-07-01, 2026-H2, 2026-07-01, 2027-01-01",
    "P1Y, 2026-11-28, 2026, 2026-01-01, 2027-01-01",
    "P12M, 2026-11-28, 2026, 2026-01-01, 2027-01-01",
    "P5M, 2026-11-28, 2026-09-01/P5M, 2026-09-01, 2027-02-01",
    "P1W, 2026-11-28, 2026-W48, 2026-11-23, 2026-11-30",
    "P7D, 2027-01-01, 2026-W53, 2026-12-28, 2027-01-04",
    "P2W, 2026-11-28, 2026-11-16/P14D, 2026-11-16, 2026-11-30",
    "P1D, 2026-11-28, 2026-11-28/P1D, 2026-11-28, 2026-11-29"
  })
  void isThePartOfTheCalendarThatADayLiesIn(
      Period every, LocalDate day, String label, LocalDate begins, LocalDate ends) {
    var period = CalendarPeriod.of(every, day);
    assertThat(period).isEqualTo(new CalendarPeriod(label, begins, ends));
    assertThat(period.next(every).begins()).isEqualTo(ends);
    assertThat(period.next(every).before(every)).isEqualTo(period);
    assertThat(CalendarPeriod.of(every, ends.minusDays(1))).isEqualTo(period);
  }

  @ParameterizedTest
  @CsvSource({"P1M15D", "P400D", "P10Y", "P120M"})
  void leavesNoDayOutAndCountsNoneTwice(Period every) {
    var period = CalendarPeriod.of(every, LocalDate.parse("2026-11-28"));
    for (int i = 0; i < 20; i++) {
      assertThat(period.next(every).begins()).isEqualTo(period.ends());
      period = period.next(every);
    }
  }
}
