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
            "1d",
            null);
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

  @Test
  void of_a_handover_that_comes_twice_the_first_counts() {
    var nights = daily("2026-10-20", "02:30", BERLIN);
    var shift = Shift.at(nights, Instant.parse("2026-10-25T12:00:00Z")).orElseThrow();
    assertThat(shift.from()).isEqualTo("2026-10-25T00:30:00Z");
    assertThat(shift.until()).isEqualTo("2026-10-26T01:30:00Z");
    // The second half past two is an hour into the turn.
    assertThat(Shift.at(nights, Instant.parse("2026-10-25T01:30:00Z"))).contains(shift);
  }

  @Test
  void a_day_that_a_zone_leaves_out_has_no_turn() {
    // Samoa went from 29 to 31 December 2011.
    var samoa = daily("2011-12-28", "09:00", ZoneId.of("Pacific/Apia"));
    var turns =
        Shift.between(
            samoa, Instant.parse("2011-12-28T19:00:00Z"), Instant.parse("2012-01-02T00:00:00Z"));
    assertThat(turns).allSatisfy(turn -> assertThat(turn.from()).isBefore(turn.until()));
    assertFollowing(turns);
  }

  /** Every zone here changes its clocks twice a year; Lord Howe by half an hour. */
  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 1d, 09:00", "Europe/Berlin, 1d, 02:30", "Europe/Berlin, 1w, 09:00",
    "Europe/Berlin, 3w, 02:00", "America/New_York, 1d, 09:00", "America/New_York, 1d, 01:30",
    "America/New_York, 1d, 02:15", "America/New_York, 2w, 00:00", "Australia/Lord_Howe, 1d, 02:15",
    "Australia/Lord_Howe, 1d, 01:45", "Australia/Lord_Howe, 1w, 10:00"
  })
  void over_a_year_with_both_changes_of_the_clocks(ZoneId zone, String every, LocalTime handover) {
    var rotation =
        new Rotation(
            "primary",
            List.of("ada", "ben", "cy"),
            LocalDate.of(2026, 1, 5),
            handover,
            zone,
            every,
            null);
    var start = Shift.start(rotation);
    var end = rotation.startsOn().plusYears(1).atStartOfDay(zone).toInstant();
    var turns = Shift.between(rotation, start, end);

    assertThat(turns.get(0).from()).isEqualTo(start);
    assertThat(turns.get(turns.size() - 1).until()).isAfterOrEqualTo(end);
    assertFollowing(turns);
    for (int n = 0; n < turns.size(); n++) {
      var turn = turns.get(n);
      assertThat(turn.person()).isEqualTo(rotation.members().get(n % 3));
      var local = turn.from().atZone(zone);
      assertThat(local.toLocalDate()).isEqualTo(rotation.startsOn().plusDays(n * rotation.days()));
      var wanted = local.toLocalDate().atTime(handover);
      var skipped = zone.getRules().getTransition(wanted);
      assertThat(local.toLocalTime())
          .isEqualTo(
              skipped != null && skipped.isGap() ? handover.plus(skipped.getDuration()) : handover);
      if (skipped != null && skipped.isOverlap()) {
        assertThat(local.getOffset()).isEqualTo(skipped.getOffsetBefore());
      }
      assertThat(Shift.at(rotation, turn.from())).contains(turn);
      assertThat(Shift.at(rotation, turn.until().minusMillis(1))).contains(turn);
    }
    // Every hour of the year has exactly one turn.
    for (var hour = start; hour.isBefore(end); hour = hour.plus(Duration.ofHours(1))) {
      var at = hour;
      assertThat(turns.stream().filter(turn -> turn.overlaps(at, at.plusMillis(1)))).hasSize(1);
    }
  }

  /** The table of three weeks: two engineers and a manager, each line one week. */
  @ParameterizedTest
  @CsvSource({
    "2026-01-05, a, b, x",
    "2026-01-12, b, c, y",
    "2026-01-19, c, a, x",
    "2026-01-26, a, b, x",
    "2026-02-02, b, c, y",
    "2026-02-09, c, a, x",
    "2026-03-30, a, b, x"
  })
  void a_table_of_weeks_is_one_list_of_members_for_each_layer(
      LocalDate monday, String primary, String secondary, String commander) {
    var at = monday.atTime(9, 0).atZone(BERLIN).toInstant();
    assertThat(Shift.at(weekly("a", "b", "c"), at))
        .get()
        .extracting(Shift::person)
        .isEqualTo(primary);
    assertThat(Shift.at(weekly("b", "c", "a"), at))
        .get()
        .extracting(Shift::person)
        .isEqualTo(secondary);
    assertThat(Shift.at(weekly("x", "y", "x"), at))
        .get()
        .extracting(Shift::person)
        .isEqualTo(commander);
  }

  private static void assertFollowing(List<Shift> turns) {
    for (int n = 1; n < turns.size(); n++) {
      assertThat(turns.get(n).from()).isEqualTo(turns.get(n - 1).until());
    }
  }

  private static Rotation daily(String startsOn, String handover, ZoneId zone) {
    return new Rotation(
        "nights",
        List.of("ada", "ben"),
        LocalDate.parse(startsOn),
        LocalTime.parse(handover),
        zone,
        "1d",
        null);
  }

  private static Rotation weekly(String... members) {
    return new Rotation(
        "primary",
        List.of(members),
        LocalDate.of(2026, 1, 5),
        LocalTime.of(9, 0),
        BERLIN,
        "1w",
        null);
  }
}
