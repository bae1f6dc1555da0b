package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

  private static final BusinessCalendar UTC = calendar("UTC");

  @ParameterizedTest
  @CsvSource({
    "PT30M, 2026-02-10T03:00:00Z, 2026-02-10T03:30:00Z",
    "PT0S,  2026-02-10T03:00:00Z, 2026-02-10T03:00:00Z",
    "P7D,   2026-02-10T03:00:00Z, 2026-02-17T03:00:00Z",
    // Tuesday to Wednesday evening
    "1bd,   2026-02-10T03:00:00Z, 2026-02-11T17:00:00Z",
    // Friday to Monday, and to Tuesday
    "1bd,   2026-02-13T10:00:00Z, 2026-02-16T17:00:00Z",
    "2bd,   2026-02-13T10:00:00Z, 2026-02-17T17:00:00Z",
    // Saturday: the first business day after is Monday
    "1bd,   2026-02-14T10:00:00Z, 2026-02-16T17:00:00Z"
  })
  void isCountedFromItsStart(String deadline, Instant start, Instant due) {
    assertThat(Deadline.parse(deadline).from(start, UTC)).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({
    // Clocks go forward on 29 March 2026, back on 25 October 2026.
    "Europe/Berlin, 2026-03-27T10:00:00Z, 2026-03-30T15:00:00Z",
    "Europe/Berlin, 2026-10-23T10:00:00Z, 2026-10-26T16:00:00Z"
  })
  void endsAtFiveLocalTimeAlsoWhenTheClocksHaveChanged(String zone, Instant start, Instant due) {
    assertThat(Deadline.parse("1bd").from(start, calendar(zone))).isEqualTo(due);
  }

  @Test
  void skipsHolidays() {
    var calendar =
        new BusinessCalendar(
            ZoneId.of("UTC"),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            LocalTime.of(9, 0),
            LocalTime.of(17, 0),
            Set.of(LocalDate.of(2026, 2, 11)));
    assertThat(Deadline.parse("1bd").from(Instant.parse("2026-02-10T03:00:00Z"), calendar))
        .isEqualTo("2026-02-12T17:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "30M", "-PT5M", "bd", "1.5bd", "9999bd"})
  void refusesWhatIsNoDeadlineAndNamesIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Deadline.parse(text))
        .withMessageContaining("'" + text + "'");
  }

  private static BusinessCalendar calendar(String zone) {
    return new BusinessCalendar(
        ZoneId.of(zone),
        EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
        LocalTime.of(9, 0),
        LocalTime.of(17, 0),
        Set.of());
  }
}
