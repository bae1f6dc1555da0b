package io.tocsin.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.tocsin.support.LogLines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** What the log says of the deployed policies once the application takes requests. */
class PolicyWarningsTest {

  private final Policies policies = mock(Policies.class);

  @Test
  void namesEachOddPolicyWithWhatIsOddFirst() {
    var fine = policy("fine");
    var odd = policy("odd");
    when(policies.ids()).thenReturn(List.of("fine", "odd"));
    when(policies.warnings(fine)).thenReturn(List.of());
    when(policies.warnings(odd)).thenReturn(List.of("odd-targets: too late", "odd-kpis: empty"));

    try (var lines = LogLines.of("io.tocsin.policy", Level.INFO)) {
      become(ReadinessState.ACCEPTING_TRAFFIC);

      assertThat(lines.with(""))
          .singleElement()
          .satisfies(
              line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                assertThat(line.getFormattedMessage())
                    .isEqualTo(
                        "Policy odd: 2 warnings, listed by GET /api/v1/policies/odd."
                            + " The first: odd-targets: too late");
              });
    }
  }

  @Test
  void aPolicyThatCannotBeReadHidesNoOther() {
    var odd = policy("odd");
    when(policies.ids()).thenReturn(List.of("broken", "odd"));
    when(policies.get("broken")).thenThrow(new IllegalStateException("no profile"));
    when(policies.warnings(odd)).thenReturn(List.of("odd-kpis: empty"));

    try (var lines = LogLines.of("io.tocsin.policy", Level.INFO)) {
      become(ReadinessState.ACCEPTING_TRAFFIC);

      assertThat(lines.with(""))
          .extracting(ILoggingEvent::getLevel, line -> line.getFormattedMessage().split("[;,]")[0])
          .containsExactly(
              tuple(Level.ERROR, "The policy broken cannot be read"),
              tuple(Level.WARN, "Policy odd: 1 warnings"));
    }
  }

  @Test
  void nothingIsReadWhileTheApplicationTakesNoRequests() {
    become(ReadinessState.REFUSING_TRAFFIC);

    verifyNoInteractions(policies);
  }

  private Policy policy(String id) {
    var policy = mock(Policy.class);
    when(policies.get(id)).thenReturn(policy);
    return policy;
  }

  private void become(ReadinessState state) {
    try (var context = new AnnotationConfigApplicationContext()) {
      context.registerBean(Policies.class, () -> policies);
      context.register(PolicyWarnings.class);
      context.refresh();
      AvailabilityChangeEvent.publish(context, state);
    }
  }
}
