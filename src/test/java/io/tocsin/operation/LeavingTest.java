package io.tocsin.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.SmartLifecycle;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LeavingTest {

  private static final Duration DELAY = Duration.ofMillis(50);

  private final ApplicationAvailabilityBean availability = new ApplicationAvailabilityBean();
  private final Leaving leaving = new Leaving(new StopProperties(DELAY), availability);

  @Test
  void connectionsStayOpenUntilTheNodeLeaves() throws Exception {
    ready(ReadinessState.ACCEPTING_TRAFFIC);
    assertThat(answer().getHeader("Connection")).isNull();

    ready(ReadinessState.REFUSING_TRAFFIC);
    assertThat(answer().getHeader("Connection")).isEqualTo("close");
  }

  @Test
  void theServerGoesOnForAWhile() throws Exception {
    leaving.start();
    assertThat(leaving.isRunning()).isTrue();
    var over = new CountDownLatch(1);
    var begun = System.nanoTime();

    leaving.stop(over::countDown);

    assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(DELAY);
    assertThat(leaving.isRunning()).isFalse();
    // The phases are stopped from the highest; the web server's is lower.
    assertThat(leaving.getPhase()).isEqualTo(SmartLifecycle.DEFAULT_PHASE);
  }

  @Test
  void aDelayThatOutlastsTheGraceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StopProperties(Duration.ofSeconds(51)))
        .withMessageContaining("tocsin.stop.delay: must be between 0s and 50s");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new StopProperties(Duration.ofSeconds(-1)));
  }

  private void ready(ReadinessState state) {
    availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, state));
  }

  private MockHttpServletResponse answer() throws Exception {
    var response = new MockHttpServletResponse();
    leaving.doFilter(new MockHttpServletRequest(), response, new MockFilterChain());
    return response;
  }
}
