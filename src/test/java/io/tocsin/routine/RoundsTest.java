package io.tocsin.routine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.policy.Policy;
import io.tocsin.routine.Round.State;
import io.tocsin.support.TocsinTest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What becomes of rounds when two are at them, or nobody wants them any more. */
@TocsinTest
class RoundsTest {

  @Autowired Rounds rounds;
  @Autowired RoundStore store;
  @Autowired Atomic atomic;

  @Test
  void whatIsSettledStaysAsItIs() {
    var id = round("smartbeak", "settled-" + UUID.randomUUID());

    assertThat(store.settle(id, State.DONE, "All is well", null, Actor.ENGINE)).isTrue();
    assertThat(store.settle(id, State.MISSED, null, null, Actor.ENGINE)).isFalse();

    assertThat(rounds.get(id).state()).isEqualTo(State.DONE);
    assertThat(rounds.get(id).found()).isEqualTo("All is well");
  }

  @Test
  void whatNobodyWantsAnyMoreIsMissed() {
    var routine = round("smartbeak", "no-such-" + UUID.randomUUID());
    var policy = round("no-such-policy", "review-" + UUID.randomUUID());

    atomic.run(rounds::beginDue);

    assertThat(rounds.get(routine).state()).isEqualTo(State.MISSED);
    assertThat(rounds.get(policy).state()).isEqualTo(State.MISSED);
  }

  private long round(String policy, String routine) {
    var row = new Policy.Routine(routine, "Title", "P1M", "management", "Text");
    var period = CalendarPeriod.of(Period.ofMonths(1), LocalDate.of(2030, 1, 1));
    return store
        .begin(policy, row, period, "review", Instant.parse("2030-01-31T12:00:00Z"), Actor.ENGINE)
        .orElseThrow();
  }
}
