package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.e2e.LiveTocsinTest;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The drill of the README, as the engine plays it: some three minutes. */
@LiveTocsinTest
@Tag("thorough")
class BadDeploymentDrillTest {

  @Autowired Drills drills;
  @Autowired DrillStore store;

  @Test
  void runsByItselfToItsScorecard() {
    var drill =
        drills.start(new Drills.Wanted("bad-deployment", null, null, null, true, true), "drill");

    var ended =
        await()
            .atMost(Duration.ofMinutes(8))
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> store.get(drill.incident()), d -> d.endedAt() != null);
    var card = store.scorecard(ended.incident()).orElseThrow();
    assertThat(card.results()).as(ScorecardText.terminal(card)).allMatch(Scorecard.Result::passed);
  }
}
