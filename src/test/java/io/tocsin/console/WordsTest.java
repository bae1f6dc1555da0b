package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  private static final Instant NOW = Instant.parse("2026-02-10T14:05:30Z");

  private final Words words = new Words();

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT59.9S, 59 s",
    "PT1M, 1 min 0 s",
    "PT59M59S, 59 min 59 s",
    "PT1H, 1 h 0 min",
    "PT25H, 1 d 1 h"
  })
  void tellsALengthInItsTwoLargestUnits(Duration length, String expected) {
    assertThat(words.span(NOW, NOW.plus(length))).isEqualTo(expected);
    assertThat(words.span(NOW.plus(length), NOW)).isEqualTo(expected);
  }

  @Test
  void saysInWordsThatADeadlineHasPassed() {
    assertThat(words.due(NOW.plusSeconds(5), NOW)).isEqualTo("in 5 s");
    assertThat(words.due(NOW, NOW)).isEqualTo("overdue by 0 s");
    assertThat(words.due(NOW.minusSeconds(90), NOW)).isEqualTo("overdue by 1 min 30 s");
  }

  @Test
  void tellsTheTimeOfAnExerciseToo() {
    assertThat(words.due(NOW.plusSeconds(12), NOW, 20)).isEqualTo("in 4 min 0 s in the exercise");
    assertThat(words.due(NOW.minusSeconds(3), NOW, 20))
        .isEqualTo("overdue by 1 min 0 s in the exercise");
    assertThat(words.span(NOW, NOW.plusSeconds(60), 1440)).isEqualTo("1 d 0 h in the exercise");
    assertThat(words.every("P3M")).isEqualTo("every three months");
    assertThat(words.every("P10D")).isEqualTo("every P10D");
  }

  @Test
  void leavesOutTheDayOnlyToday() {
    assertThat(words.clock(NOW.plusSeconds(60), NOW)).isEqualTo("14:06 UTC");
    assertThat(words.clock(NOW.plus(Duration.ofHours(12)), NOW)).isEqualTo("2026-02-11 02:05 UTC");
    assertThat(words.second(NOW)).isEqualTo("2026-02-10 14:05:30");
  }
}
