package io.tocsin.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.people.PeopleProperties.Rotation;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShiftTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** Mondays at nine, from 5 January 2026. */
  private static final Rotation WEEKLY = weekly("ada", "ben", "cy");

  @ParameterizedTest
  @CsvSource({
    "2026-01-05T08:00:00Z, ada",
    "2026-01-12T07:59:59.999Z, ada",
    "2026-01-12T08:00:00Z, ben",
    "2026-01-19T08:00:00Z, cy",
    "2026-01-26T08:00:00Z, ada",
    "2027-01-04T07:59:00Z, ada",
    "2027-01-04T08:00:00Z, ben"
  })
  void members_take_turns_in_their_order(Instant now, String person) {
    assertThat(Shift.at(WEEKLY, now)).get().extracting(Shift::person).isEqualTo(person);
  }

  @Test
  void nobody_is_on_call_before_the_rotation_starts() {
    assertThat(Shift.at(WEEKLY, Instant.parse("2026-01-05T07:59:59Z"))).isEmpty();
    assertThat(Shift.at(WEEKLY, Instant.parse("2025-06-01T00:00:00Z"))).isEmpty();
  }

  @Test
  void a_turn_over_the_change_to_summer_time_is_an_hour_shorter() {
    var shift = Shift.at(WEEKLY, Instant.parse("2026-03-29T12:00:00Z")).orElseThrow();
    assertThat(shift.from()).isEqualTo("2026-03-23T08:00:00Z");
    assertThat(shift.until()).isEqualTo("2026-03-30T07:00:00Z");
    assertThat(Duration.between(shift.from(), shift.until())).hasHours(7 * 24 - 1);
    assertThat(Shift.at(WEEKLY, Instant.parse("2026-03-30T06:59:59Z"))).contains(shift);
    assertThat(Shift.at(WEEKLY, Instant.parse("2026-03-30T07:00:00Z")))
        .get()
        .extracting(Shift::from)
        .isEqualTo(shift.until());
  }

  @Test
  void a_turn_over_the_change_to_winter_time_is_an_hour_longer() {
    var shift = Shift.at(WEEKLY, Instant.parse("2026-10-25T12:00:00Z")).orElseThrow();
    assertThat(shift.from()).isEqualTo("2026-10-19T07:00:00Z");
    assertThat(shift.until()).isEqualTo("2026-10-26T08:00:00Z");
    assertThat(Shift.at(WEEKLY, Instant.parse("2026-10-26T07:59:59Z"))).contains(shift);
    assertThat(Shift.at(WEEKLY, shift.until())).get().isNotEqualTo(shift);
  }

  @Test
  void a_handover_in_the_skipped_hour_happens_right_after_it() {
    var nightly =
        new Rotation(
            "nights",
            List.of("ada", "ben"),
            LocalDate.of(2026, 3, 28),
            LocalTime.of(2, 30),
            BERLIN,
            1);
    var shift = Shift.at(nightly, Instant.parse("2026-03-29T01:30:00Z")).orElseThrow();
    assertThat(shift.person()).isEqualTo("ben");
    assertThat(shift.from()).isEqualTo("2026-03-29T01:30:00Z");
    assertThat(Shift.at(nightly, Instant.parse("2026-03-29T01:29:59Z")))
        .get()
        .extracting(Shift::person)
        .isEqualTo("ada");
  }

  @Test
  void turns_follow_each_other_without_a_gap_all_year() {
    var shift = Shift.at(WEEKLY, Instant.parse("2026-01-05T08:00:00Z")).orElseThrow();
    for (int week = 0; week < 60; week++) {
      var next = Shift.at(WEEKLY, shift.until()).orElseThrow();
      assertThat(next.from()).isEqualTo(shift.until());
      assertThat(Shift.at(WEEKLY, shift.until().minusMillis(1))).contains(shift);
      shift = next;
    }
  }

  private static Rotation weekly(String... members) {
    return new Rotation(
        "primary", List.of(members), LocalDate.of(2026, 1, 5), LocalTime.of(9, 0), BERLIN, 7);
  }
}
