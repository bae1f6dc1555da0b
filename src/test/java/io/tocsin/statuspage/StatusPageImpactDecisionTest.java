package io.tocsin.statuspage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.tocsin.engine.Decisions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a level shows outside. */
class StatusPageImpactDecisionTest {

  private final Decisions decisions = mock();
  private final Looks looks = new Looks(decisions);

  @ParameterizedTest
  @CsvSource({
    "1, CRITICAL, MAJOR_OUTAGE",
    "2, MAJOR, PARTIAL_OUTAGE",
    "3, MINOR, DEGRADED_PERFORMANCE",
    "4, NONE, OPERATIONAL"
  })
  void eachLevelHasItsLook(int level, Impact impact, ComponentStatus component) throws IOException {
    var engine = DmnEngineConfiguration.createDefaultDmnEngineConfiguration().buildEngine();
    try (var file = Files.newInputStream(Path.of("processes/policies/status-page.dmn"))) {
      var table = engine.parseDecision(Looks.DECISION, file);
      var rows =
          engine
              .evaluateDecisionTable(table, Map.<String, Object>of("level", level))
              .getResultList();
      assertThat(rows).hasSize(1);
      when(decisions.evaluate(eq(Looks.DECISION), any())).thenReturn(rows);
    }
    assertThat(looks.of(level)).isEqualTo(new Look(impact, component));
  }

  @Test
  void saysWhatIsWrongWithTheTable() {
    when(decisions.evaluate(any(), any())).thenReturn(List.of());
    assertThatThrownBy(() -> looks.of(3)).hasMessageContaining("has no row for level 3; add one");
    when(decisions.evaluate(any(), any()))
        .thenReturn(List.of(Map.of("impact", "huge", "component", "operational")));
    assertThatThrownBy(() -> looks.of(3)).hasMessageContaining("'huge' in the column 'impact'");
  }
}
