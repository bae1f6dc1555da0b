package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {

  @ParameterizedTest
  @CsvSource({
    // Berlin is an hour ahead in winter, two in summer.
    "2026-02-10T20:59:59Z,",
    "2026-02-10T21:00:00Z, 2026-02-11T06:00:00Z",
    "2026-02-10T23:30:00Z, 2026-02-11T06:00:00Z",
    "2026-02-11T05:59:59Z, 2026-02-11T06:00:00Z",
    "2026-02-11T06:00:00Z,",
    "2026-03-28T22:00:00Z, 2026-03-29T05:00:00Z"
  })
  void quiet_hours_go_past_midnight_in_the_zone_of_the_policy(Instant now, Instant until) {
    assertThat(quiet("22:00", "07:00").quietUntil(3, now).orElse(null)).isEqualTo(until);
  }

  @Test
  void quiet_hours_of_a_day_end_on_it() {
    var siesta = quiet("13:00", "15:00");
    assertThat(siesta.quietUntil(4, Instant.parse("2026-02-10T12:30:00Z")))
        .contains(Instant.parse("2026-02-10T14:00:00Z"));
    assertThat(siesta.quietUntil(4, Instant.parse("2026-02-10T14:00:00Z"))).isEmpty();
  }

  @Test
  void other_levels_and_policies_without_them_know_no_quiet() {
    var night = Instant.parse("2026-02-10T23:30:00Z");
    assertThat(quiet("22:00", "07:00").quietUntil(2, night)).isEmpty();
    assertThat(new Profile(Map.of("zone", "UTC")).quietUntil(4, night)).isEmpty();
  }

  private static Profile quiet(String from, String until) {
    return new Profile(
        Map.of(
            "zone",
            "Europe/Berlin",
            "quietLevels",
            "3, 4",
            "quietFrom",
            from,
            "quietUntil",
            until));
  }
}
