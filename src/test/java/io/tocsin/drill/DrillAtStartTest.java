package io.tocsin.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tocsin.engine.ProcessView;
import io.tocsin.incident.Timeline;
import io.tocsin.policy.Pace;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever happens, whoever waits for the drills gets an end. */
class DrillAtStartTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final Scenarios scenarios = mock(Scenarios.class);
  private final Drills drills = mock(Drills.class);
  private final DrillStore store = mock(DrillStore.class);
  private final Clock clock = mock(Clock.class);
  private final DrillAtStart start =
      new DrillAtStart(
          List.of("short"),
          scenarios,
          drills,
          store,
          mock(Timeline.class),
          mock(ProcessView.class),
          clock);

  private final Scenario scenario =
      new Scenario(
          "short",
          "Short",
          "parsify",
          "service-outage",
          "high",
          List.of("shop-web"),
          "It is short",
          1,
          1,
          null,
          null,
          Map.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  @Test
  void isRedWhenTheScenariosCannotBeRead() {
    when(scenarios.get("short")).thenThrow(new IllegalStateException("no disk"));

    assertThat(start.code()).isEqualTo(1);
  }

  @Test
  void isRedWhenADrillCannotBegin() {
    when(scenarios.get("short")).thenReturn(scenario);
    when(drills.start(any(), any())).thenThrow(new IllegalStateException("no engine"));

    assertThat(start.code()).isEqualTo(1);
  }

  @Test
  void isRedWhenADrillStaysLostAndWaitsNoLonger() {
    when(scenarios.get("short")).thenReturn(scenario);
    when(drills.start(any(), any())).thenReturn(drill());
    when(store.get("DRILL-1")).thenThrow(new IllegalStateException("no database"));
    when(clock.instant()).thenReturn(START, START.plusSeconds(1), START.plus(Duration.ofHours(1)));

    assertThat(start.code()).isEqualTo(1);
  }

  private Drill drill() {
    return new Drill(
        "DRILL-1",
        "short",
        scenario,
        Drill.SIMULATION,
        "tocsin",
        true,
        true,
        new Pace(1, 1),
        START,
        null,
        Duration.ZERO,
        null,
        null,
        null);
  }
}
