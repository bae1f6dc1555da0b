package io.tocsin.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.catalog.Monitor;
import io.tocsin.health.MonitorState.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opens after three failures in a row, resolves after two passes in a row. */
class MonitorStateTest {

  private static final Instant NOON = Instant.parse("2026-02-10T12:00:00Z");

  private static final Monitor MONITOR =
      new Monitor(
          "health",
          Duration.ofMinutes(1),
          Duration.ofSeconds(5),
          null,
          3,
          2,
          null,
          null,
          null,
          new Monitor.Tcp("example.org", 80),
          null,
          null,
          null,
          null);

  /** P passed, F failed, X could not run; - nothing, O firing, R resolved, B blind. */
  @ParameterizedTest
  @CsvSource({
    "FFF,      --O",
    "FFFFF,    --OOO",
    "FFPFFF,   -----O",
    "PPPP,     ----",
    "FFFPP,    --O-R",
    "FFFPFPP,  --O-O-R",
    "FFFPPFFF, --O-R--O",
    "XXX,      --B",
    "XXXXXX,   --B---",
    "XXPXXX,   -----B",
    "FFXF,     ---O",
    "FFFXXXP,  --O--B-",
    "FFFPXP,   --O--R"
  })
  void saysWhatARowOfRunsMeans(String readings, String events) {
    @Nullable MonitorState state = null;
    var said = new ArrayList<String>();
    for (var letter : readings.split("")) {
      var step = MonitorState.next(state, MONITOR, reading(letter), NOON);
      state = step.now();
      said.add(letter(step.event()));
    }
    assertThat(String.join("", said)).isEqualTo(events);
  }

  @ParameterizedTest
  @CsvSource({"FFF, 0", "FFP, 2", "PXP, 2"})
  void remembersSinceWhenItIsInItsState(String readings, int run) {
    @Nullable MonitorState state = null;
    var at = new ArrayList<Instant>(List.of());
    for (var letter : readings.split("")) {
      at.add(NOON.plusSeconds(60L * at.size()));
      state = MonitorState.next(state, MONITOR, reading(letter), at.get(at.size() - 1)).now();
    }
    assertThat(state).isNotNull();
    assertThat(state.changedAt()).isEqualTo(at.get(run));
  }

  private static Reading reading(String letter) {
    return switch (letter) {
      case "P" -> Reading.passed("well");
      case "F" -> Reading.failed("ill");
      default -> Reading.cannotRun("blind");
    };
  }

  private static String letter(Event event) {
    return switch (event) {
      case NOTHING -> "-";
      case FIRING -> "O";
      case RESOLVED -> "R";
      case BLIND -> "B";
    };
  }
}
