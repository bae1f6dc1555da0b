package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TurnsTest {

  private static final Instant NOON = Instant.parse("2026-02-10T12:00:00Z");

  private final StormProperties.Flapping rule =
      new StormProperties.Flapping(3, Duration.ofMinutes(60), Duration.ofMinutes(30));

  @Test
  void flapsFromTheTurnThatIsOneTooMany() {
    var turns = fired(0, 10, 20);
    assertThat(turns.flapping()).isFalse();

    var more = turns.and(at(25), rule);

    assertThat(more.flappingSince()).isEqualTo(at(25));
    assertThat(more.times()).hasSize(4);
  }

  @Test
  void countsOnlyWhatLiesWithinTheWindow() {
    assertThat(fired(0, 20, 40, 60).flapping()).isFalse();
    assertThat(fired(0, 20, 40, 59).flapping()).isTrue();
    assertThat(fired(0, 61, 122, 183, 244).flapping()).isFalse();
  }

  @Test
  void keepsOnFlappingAtASlowerPace() {
    var turns = fired(0, 1, 2, 3, 32, 61);

    assertThat(turns.flappingSince()).isEqualTo(at(3));
    assertThat(turns.times()).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  void isCalmAfterTheQuietTimeAndBeginsAnew() {
    var turns = fired(0, 1, 2, 3);

    assertThat(turns.calm(at(32), rule)).isFalse();
    assertThat(turns.calm(at(33), rule)).isTrue();
    assertThat(turns.calmAt(rule)).isEqualTo(at(33));
    assertThat(turns.and(at(33), rule).times()).containsExactly(at(33));
    assertThat(turns.and(at(33), rule).flapping()).isFalse();
    assertThat(fired(0, 1).calm(at(99), rule)).isFalse();
  }

  private Turns fired(int... minutes) {
    var turns = Turns.NONE;
    for (var minute : minutes) {
      turns = turns.and(at(minute), rule);
    }
    return turns;
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }
}
