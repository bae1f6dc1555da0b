package io.tocsin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.health.ProbeResult.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthReportTest {

  @Test
  void tellsWhatFailedThenWhatPassedThenWhatIsNotKnown() {
    var report =
        new HealthReport(
            List.of(
                result("shop", "front", Outcome.PASSED, 5, null, "ok"),
                result("shop", "back", Outcome.FAILED, 12, "HTTP 503 instead of 200", "{\n down }"),
                result("ledger", "books", Outcome.PASSED, 8, null, "ok"),
                ProbeResult.nothingToCheck("printer")));

    assertThat(report.healthy()).isFalse();
    assertThat(report.paragraph())
        .isEqualTo(
            "Unhealthy: shop, check 'back': HTTP 503 instead of 200 after 12 ms, it says: { down }."
                + " Healthy: ledger (8 ms). Nothing to check: printer.");
  }

  @Test
  void takesAServiceWithoutChecksAtAPersonsWord() {
    assertThat(new HealthReport(List.of(ProbeResult.nothingToCheck("printer"))).healthy()).isTrue();
    assertThat(new HealthReport(List.of()).paragraph())
        .isEqualTo("No services are named, so there is nothing to check.");
  }

  private static ProbeResult result(
      String service, String check, Outcome outcome, int millis, String reason, String body) {
    return new ProbeResult(service, check, outcome, 200, Duration.ofMillis(millis), reason, body);
  }
}
