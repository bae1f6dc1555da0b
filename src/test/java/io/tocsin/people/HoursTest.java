package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoursTest {

  private static final Hours OFFICE =
      new Hours(
          ZoneId.of("Europe/Berlin"),
          EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
          LocalTime.of(9, 0),
          LocalTime.of(17, 0));

  @ParameterizedTest
  @CsvSource({
    // A Monday in winter, and the days around a weekend.
    "2026-01-12T07:59:59.999Z, 2026-01-12T08:00:00Z",
    "2026-01-12T08:00:00Z, 2026-01-12T08:00:00Z",
    "2026-01-12T15:59:59.999Z, 2026-01-12T15:59:59.999Z",
    "2026-01-12T16:00:00Z, 2026-01-13T08:00:00Z",
    "2026-01-16T16:00:00Z, 2026-01-19T08:00:00Z",
    "2026-01-18T12:00:00Z, 2026-01-19T08:00:00Z",
    // The weekends on which the clocks change.
    "2026-03-27T16:00:00Z, 2026-03-30T07:00:00Z",
    "2026-10-23T15:00:00Z, 2026-10-26T08:00:00Z"
  })
  void the_next_answer_is_in_the_hours(Instant at, Instant next) {
    assertThat(OFFICE.nextOpen(at)).isEqualTo(next);
    assertThat(OFFICE.openAt(at)).isEqualTo(at.equals(next));
  }

  @Test
  void always_is_always() {
    var night = Instant.parse("2026-03-29T01:30:00Z");
    assertThat(Hours.ALWAYS.openAt(night)).isTrue();
    assertThat(Hours.ALWAYS.nextOpen(night)).isEqualTo(night);
    assertThat(Hours.ALWAYS.text()).isEqualTo("24/7");
  }

  @Test
  void one_day_a_week_comes_again_after_a_week() {
    var mondays =
        new Hours(
            ZoneOffset.UTC, Set.of(DayOfWeek.MONDAY), LocalTime.of(9, 0), LocalTime.of(10, 0));
    assertThat(mondays.nextOpen(Instant.parse("2026-01-12T10:00:00Z")))
        .isEqualTo("2026-01-19T09:00:00Z");
    assertThat(mondays.text()).isEqualTo("Mon 09:00-10:00 Z");
  }

  @Test
  void an_hour_that_the_clocks_skip_is_left_out() {
    var nights =
        new Hours(
            ZoneId.of("Europe/Berlin"),
            EnumSet.allOf(DayOfWeek.class),
            LocalTime.of(2, 0),
            LocalTime.of(3, 0));
    assertThat(nights.nextOpen(Instant.parse("2026-03-28T02:00:00Z")))
        .isEqualTo("2026-03-30T00:00:00Z");
  }

  @Test
  void hours_that_never_come_are_refused() {
    var nine = LocalTime.of(9, 0);
    assertThatThrownBy(() -> new Hours(ZoneOffset.UTC, Set.of(), nine, LocalTime.of(17, 0)))
        .hasMessageContaining("at least one day");
    assertThatThrownBy(() -> new Hours(ZoneOffset.UTC, Set.of(DayOfWeek.MONDAY), nine, nine))
        .hasMessageContaining("09:00 is not before 09:00");
  }
}
