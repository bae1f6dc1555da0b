package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.Feel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of fault that keeps a policy from being deployed, named with its place and remedy. */
class PolicyCheckTest {

  private final PolicyCheck check = new PolicyCheck(new Feel());

  @ParameterizedTest
  @ValueSource(strings = {"betabaddies", "parsify", "smartbeak", "storefront", "subjunctive"})
  void findsNothingWrongWithOurOwn(String policy) {
    assertThat(faults(PolicyFile.of(policy))).isEmpty();
  }

  @Test
  void leavesDecisionsAloneThatAreNoPolicy() {
    assertThat(faults(PolicyFile.of("mitigation-options"))).isEmpty();
  }

  private List<String> faults(PolicyFile file) {
    return check.faults(file.read());
  }
}
