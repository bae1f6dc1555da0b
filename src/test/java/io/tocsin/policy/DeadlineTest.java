package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

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
    "Europe/Berlin, 2026-10-23T10:00:00Z, 2026-10-26T16:00:00Z",
    // 8 March and 1 November 2026; the other way round in the south, on 5 April and 4 October.
    "America/New_York, 2026-03-06T15:00:00Z, 2026-03-09T21:00:00Z",
    "America/New_York, 2026-10-30T15:00:00Z, 2026-11-02T22:00:00Z",
    "Australia/Sydney, 2026-04-02T22:00:00Z, 2026-04-06T07:00:00Z",
    "Australia/Sydney, 2026-10-01T22:00:00Z, 2026-10-05T06:00:00Z",
    // The day is that of the zone: in Berlin it is Saturday already, in Sydney Tuesday.
    "Europe/Berlin, 2026-02-13T23:30:00Z, 2026-02-16T16:00:00Z",
    "Australia/Sydney, 2026-02-09T20:00:00Z, 2026-02-11T06:00:00Z"
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
  @CsvSource({
    // Before the work, within it, after it: the day counts, not the hour.
    "1bd, 2026-02-10T05:00:00Z, 2026-02-11T17:00:00Z",
    "1bd, 2026-02-10T12:00:00Z, 2026-02-11T17:00:00Z",
    "1bd, 2026-02-10T23:59:59Z, 2026-02-11T17:00:00Z",
    "5bd, 2026-02-10T12:00:00Z, 2026-02-17T17:00:00Z",
    "10bd, 2026-12-30T12:00:00Z, 2027-01-13T17:00:00Z"
  })
  void countsWholeBusinessDaysFromAnyHour(String deadline, Instant start, Instant due) {
    assertThat(Deadline.parse(deadline).from(start, UTC)).isEqualTo(due);
  }

  @Test
  void isOfTheSameLengthOnTheDayTheClocksChange() {
    var calendar = calendar("Europe/Berlin");
    assertThat(Deadline.parse("PT24H").from(Instant.parse("2026-03-28T12:00:00Z"), calendar))
        .isEqualTo("2026-03-29T12:00:00Z");
    assertThat(Deadline.parse("P1D").from(Instant.parse("2026-10-24T12:00:00Z"), calendar))
        .isEqualTo("2026-10-25T12:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({
    // Good Friday and Easter Monday, in the country and in each of its regions
    "de,    2026-04-02T10:00:00Z, 2026-04-07T17:00:00Z",
    "de-be, 2026-04-02T10:00:00Z, 2026-04-07T17:00:00Z",
    // Corpus Christi is a holiday in Bavaria, not in Berlin
    "de-by, 2026-06-03T10:00:00Z, 2026-06-05T17:00:00Z",
    "de-be, 2026-06-03T10:00:00Z, 2026-06-04T17:00:00Z",
    "gb,    2026-12-24T10:00:00Z, 2026-12-29T17:00:00Z",
    "us,    2026-11-25T10:00:00Z, 2026-11-27T17:00:00Z",
    "'',    2026-12-24T10:00:00Z, 2026-12-25T17:00:00Z"
  })
  void skipsThePublicHolidaysOfACountryOrRegion(String code, Instant start, Instant due) {
    var calendar =
        new BusinessCalendar(
            UTC.zone(), UTC.days(), UTC.starts(), UTC.ends(), Set.of(), PublicHolidays.parse(code));
    assertThat(Deadline.parse("1bd").from(start, calendar)).isEqualTo(due);
  }

  @Test
  void endsAlsoWhenNobodyEverWorks() {
    var idle =
        new BusinessCalendar(
            ZoneId.of("UTC"), Set.of(), LocalTime.of(9, 0), LocalTime.of(17, 0), Set.of());
    assertThatIllegalStateException()
        .isThrownBy(() -> Deadline.parse("1bd").from(Instant.parse("2026-02-10T03:00:00Z"), idle))
        .withMessageContaining("workdays");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xx", "de-atlantis", "de-be-x", "-", "de-"})
  void refusesHolidaysOfNowhere(String code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicHolidays.parse(code))
        .withMessageContaining("'" + code + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "30M", "-PT5M", "bd", "1.5bd", "9999bd", "0bd"})
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
