package io.tocsin.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.incident.IncidentView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class DrillWallTest {

  private final IncidentView drill = Sample.incident(true, false);
  private final DrillWall wall =
      new DrillWall(new MockEnvironment().withProperty("server.port", "9000"));

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:9000/simulated/shop-api/rollback, true",
    "http://localhost:9000/simulated/shop-api/restart, true",
    "http://127.0.0.1:9001/simulated/shop-api/rollback, false",
    "http://127.0.0.1/simulated/shop-api/rollback, false",
    "https://127.0.0.1:9000/simulated/shop-api/rollback, false",
    "http://example.org:9000/simulated/shop-api/rollback, false",
    "http://127.0.0.1.example.org:9000/simulated/x, false",
    "http://127.0.0.1:9000@example.org/simulated/x, false",
    "http://127.0.0.1:9000/api/v1/incidents, false",
    "http://127.0.0.1:9000/simulated/../api/v1/incidents, false",
    "http://127.0.0.1:9000/simulated/%2e%2e/api/v1/incidents, false",
    "http://127.0.0.1:9000/simulated/..;/api/v1/incidents, false"
  })
  void letsOnlyTheSimulatedServicesOfThisApplicationThrough(String url, boolean permitted) {
    assertThat(wall.permits(drill, Sample.call("Call", url))).isEqualTo(permitted);
  }

  @Test
  void refusesEveryCommandInADrill() {
    assertThat(wall.permits(drill, Sample.command("Run"))).isFalse();
  }

  @Test
  void leavesRealIncidentsAlone() {
    var real = Sample.incident(false, false);

    assertThat(wall.permits(real, Sample.command("Run"))).isTrue();
    assertThat(wall.permits(real, Sample.call("Call", "https://example.org/"))).isTrue();
  }
}
