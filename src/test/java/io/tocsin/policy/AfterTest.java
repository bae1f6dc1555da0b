package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AfterTest {

  private static final Targets TARGETS =
      new Targets(Map.of("acknowledgeWithin", "PT5M", "respondWithin", "1bd", "warRoom", "yes"));

  @ParameterizedTest
  @CsvSource({
    "PT30M, PT30M",
    "2bd, 2bd",
    "acknowledgeWithin, PT5M",
    "2 x acknowledgeWithin, PT10M",
    "3x respondWithin, 3bd",
    "2 x PT1H, PT2H",
    "9 x 999bd, 999bd"
  })
  void readsDeadlinesTargetsAndSeveralTimesThem(String text, String deadline) {
    assertThat(After.parse(text).in(TARGETS)).hasValue(new Deadline(deadline));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resolveWithin", "2 x resolveWithin", "warRoom"})
  void isNeverDueWhereTheTargetIsNotOwed(String text) {
    assertThat(After.parse(text).in(TARGETS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0 x acknowledgeWithin",
        "10 x acknowledgeWithin",
        "2 acknowledgeWithin",
        "-PT5M",
        "2 x",
        "PT5"
      })
  void refusesAnythingElseAndSaysWhatIsUnderstood(String text) {
    assertThatThrownBy(() -> After.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 x acknowledgeWithin");
  }

  @Test
  void workingHoursEndWithTheMinute() {
    var calendar =
        new BusinessCalendar(
            ZoneId.of("Europe/Berlin"),
            Set.of(DayOfWeek.TUESDAY),
            LocalTime.of(9, 0),
            LocalTime.of(17, 0),
            Set.of(LocalDate.of(2026, 2, 17)));
    assertThat(calendar.openAt(Instant.parse("2026-02-10T07:59:59Z"))).isFalse();
    assertThat(calendar.openAt(Instant.parse("2026-02-10T08:00:00Z"))).isTrue();
    assertThat(calendar.openAt(Instant.parse("2026-02-10T16:00:00Z"))).isFalse();
    assertThat(calendar.openAt(Instant.parse("2026-02-11T10:00:00Z"))).isFalse();
    assertThat(calendar.openAt(Instant.parse("2026-02-17T10:00:00Z"))).isFalse();
  }
}
