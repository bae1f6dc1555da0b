package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A policy at the pace of a drill. */
@TocsinTest
class CompressionTest {

  private static final Instant NOW = Instant.parse("2026-02-13T12:00:00Z");

  @Autowired Policies policies;

  @Test
  void goesFasterInTheResponseAndInTheAftermathApart() {
    var policy = policies.get("parsify").at(new Pace(30, 1440));
    var targets = policy.targets(2);

    assertThat(targets.values())
        .containsEntry("acknowledgeWithin", "PT10S")
        .containsEntry("resolveWithin", "PT8M")
        .containsEntry("stabiliseFor", "PT1M")
        .containsEntry("reviewWithin", "PT3M")
        // What is repeated comes no closer than a second.
        .containsEntry("stabiliseFirstCheckEvery", "PT1S")
        // What is no time stays.
        .containsEntry("stabiliseFirstChecks", "12")
        .containsEntry("statusPage", "required")
        .containsEntry("resolutionUpdateWithin", "PT0S");
    assertThat(policy.profile().duration("promptTaskWithin")).isEqualTo(Duration.ofSeconds(10));
    assertThat(policy.profile().duration("gateEvery")).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.profile().setting("pauseAtMost")).isEqualTo("PT4H");
    assertThat(policy.profile().quietUntil(4, Instant.parse("2026-02-13T23:00:00Z"))).isEmpty();
    assertThat(step(policy, "page-engineering-lead").after()).isEqualTo("PT30S");
    assertThat(step(policy, "page-next-on-call").after()).isEqualTo("acknowledgeWithin");
    assertThat(policy.obligations(2, false))
        .filteredOn(owed -> owed.obligation().equals("stability-confirmed"))
        .extracting(Policy.Obligation::within)
        .containsExactly("PT1M");
  }

  @Test
  void staysAsItIsInEarnest() {
    var policy = policies.get("parsify");

    assertThat(policy.at(Pace.REAL)).isSameAs(policy);
    assertThat(policy.at(new Pace(1, 60)).targets(2).values())
        .containsEntry("acknowledgeWithin", "PT5M");
  }

  @Test
  void takesABusinessDayForADay() {
    var policy = policies.get("betabaddies").at(new Pace(60, 60));

    // It is a Friday; in earnest it would be due on Tuesday.
    assertThat(policy.due(policy.targets(3).deadline("resolveWithin").orElseThrow(), NOW))
        .isEqualTo(NOW.plus(Duration.ofMinutes(48)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"betabaddies", "parsify", "smartbeak", "storefront", "subjunctive"})
  void leavesTimeToActAtThePaceOfTheScenarios(String policy) {
    policies.get(policy).requirePossible(new Pace(30, 1440));
  }

  @Test
  void refusesAPaceThatLeavesNone() {
    var policy = policies.get("parsify");

    policy.requirePossible(new Pace(60, 1));
    assertThatThrownBy(() -> policy.requirePossible(new Pace(61, 1)))
        .hasMessageContaining("60 at most")
        .hasMessageContaining("under 5 seconds");
    assertThatThrownBy(() -> policy.requirePossible(new Pace(1, 100_000)))
        .hasMessageContaining("17280 at most")
        .hasMessageContaining("PT24H");
    assertThatThrownBy(() -> new Pace(0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  private static Policy.Step step(Policy policy, String id) {
    List<Policy.Step> ladder = policy.ladder(2, false);
    return ladder.stream().filter(step -> step.step().equals(id)).findFirst().orElseThrow();
  }
}
