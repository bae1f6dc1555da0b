package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.HandlerMapping;

class IntakeGateTest {

  private final SourceRates rates = mock();
  private final IntakeGate gate =
      new IntakeGate(
          rates,
          new StormProperties(
              new StormProperties.Limits(2, Map.of(), 100),
              new StormProperties.Flapping(5, Duration.ofHours(1), Duration.ofMinutes(30)),
              new StormProperties.Maintenance(Duration.ofDays(7)),
              Map.of()));

  @BeforeEach
  void noLimit() {
    when(rates.take(any())).thenReturn(Optional.empty());
  }

  @Test
  void letsInAsManyAsThereArePlaces() {
    var first = enter("generic");
    enter("generic");
    assertThatThrownBy(() -> enter("generic"))
        .isInstanceOfSatisfying(
            ErrorResponseException.class,
            refusal -> {
              assertThat(refusal.getStatusCode().value()).isEqualTo(503);
              assertThat(refusal.getHeaders().getFirst("Retry-After")).isEqualTo("5");
            });

    leave(first);
    // Leaving twice frees one place only.
    leave(first);
    enter("generic");
    assertThatThrownBy(() -> enter("generic")).isInstanceOf(ErrorResponseException.class);
  }

  @Test
  void sendsAwayWhoeverSendsTooMuchAndKeepsNoPlaceForThem() {
    when(rates.take("grafana")).thenReturn(Optional.of(Duration.ofMillis(1_200)));

    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> enter("grafana"))
          .isInstanceOfSatisfying(
              ErrorResponseException.class,
              refusal -> {
                assertThat(refusal.getHeaders().getFirst("Retry-After")).isEqualTo("2");
                assertThat(refusal.getBody().getDetail())
                    .contains("tocsin.alerts.limits.per-minute.grafana");
              });
    }
    enter("generic");
    enter("generic");
  }

  @Test
  void knowsReceiversByTheirPath() {
    when(rates.take("pagerduty")).thenReturn(Optional.of(Duration.ofSeconds(1)));
    var request = new MockHttpServletRequest("POST", "/v2/enqueue");

    assertThatThrownBy(() -> gate.preHandle(request, new MockHttpServletResponse(), this))
        .hasMessageContaining("503");
  }

  private MockHttpServletRequest enter(String source) {
    var request = new MockHttpServletRequest("POST", "/api/v1/alerts/" + source);
    request.setAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of("source", source));
    assertThat(gate.preHandle(request, new MockHttpServletResponse(), this)).isTrue();
    return request;
  }

  private void leave(MockHttpServletRequest request) {
    gate.afterCompletion(request, new MockHttpServletResponse(), this, null);
  }
}
