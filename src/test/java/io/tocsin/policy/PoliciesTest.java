package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.problem.NotFoundException;
import io.tocsin.support.TocsinTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A policy as the rest of the application reads it. */
@TocsinTest
class PoliciesTest {

  @Autowired Policies policies;

  @Test
  void areKnownByTheirIds() {
    assertThat(policies.ids()).contains("parsify").doesNotContain("mitigation-options");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> policies.get("nobody"))
        .withMessage("No policy 'nobody' is deployed");
  }

  @Test
  void translateBetweenLabelsAndLevels() {
    var profile = policies.get("parsify").profile();
    assertThat(profile.label(1)).isEqualTo("Severity 1");
    assertThat(profile.level("severity 3")).hasValue(3);
    assertThat(profile.level("4")).hasValue(4);
    assertThat(profile.level("5")).isEmpty();
  }

  @Test
  void giveTargetsByLevelAndNothingWhereNothingIsOwed() {
    var policy = policies.get("parsify");
    assertThat(policy.targets(1).deadline("respondWithin")).hasValue(Deadline.parse("PT15M"));
    assertThat(policy.targets(3).deadline("resolveWithin")).hasValue(Deadline.parse("PT24H"));
    assertThat(policy.targets(4).deadline("reportWithin")).isEmpty();
    assertThat(policy.targets(1).yes("warRoom")).isTrue();
    assertThat(policy.targets(2).yes("warRoom")).isFalse();
    assertThat(policy.targets(1).deadline("nonsense")).isEmpty();
  }

  @Test
  void addTheSecurityTeamToTheLadderOfASecurityIncident() {
    var policy = policies.get("parsify");
    for (var level : Policies.LEVELS) {
      assertThat(policy.ladder(level, true))
          .anyMatch(s -> s.recipients().toString().contains("security"));
      assertThat(policy.ladder(level, false)).noneMatch(s -> s.step().contains("security"));
    }
  }

  @Test
  void classifyWithUnansweredQuestions() {
    var answer = policies.classify("parsify", Map.of("usersAffectedPercent", 51.0));
    assertThat(answer.level()).isEqualTo(1);
    assertThat(answer.label()).isEqualTo("Severity 1");
    assertThat(answer.rule()).isNotBlank();
    assertThat(policies.classify("parsify", Map.of("alertSeverity", "gibberish")).level())
        .isEqualTo(2);
  }
}
