package io.tocsin.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.metrics.FigureId.Unit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesTest {

  @Test
  void interpolatesBetweenValuesLikeSql() {
    var values = List.of(4.0, 1.0, 3.0, 2.0);
    assertThat(Values.mean(values)).isEqualTo(2.5);
    assertThat(Values.median(values)).isEqualTo(2.5);
    assertThat(Values.p90(values)).isEqualTo(3.7);
    assertThat(Values.median(List.of(7.0))).isEqualTo(7.0);
    assertThat(Values.mean(List.of())).isNull();
    assertThat(Values.p90(List.of())).isNull();
    assertThat(Values.percent(1, 4)).isEqualTo(25.0);
    assertThat(Values.percent(0, 0)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "PT1H, SECONDS, 3600",
    "P1D, SECONDS, 86400",
    "95%, PERCENT, 95",
    "4.5, SCORE, 4.5",
    "soon, SECONDS,",
    "'', PERCENT,"
  })
  void readsTargetsInTheUnitOfTheFigure(String text, Unit unit, Double value) {
    assertThat(Values.target(text, unit).orElse(null)).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5, , below, true",
    "6, 5, , below, false",
    "95, 95, , above, true",
    "94, 95, , above, false",
    "3, , 4, falling, true",
    "3, , 2, falling, false",
    "3, , 2, rising, true",
    "3, , , rising,",
    "3, , 2, below,",
    ", 5, , below,"
  })
  void saysWhatIsMet(
      Double value, Double target, Double previous, String direction, Boolean expected) {
    assertThat(Values.met(value, target, previous, direction)).isEqualTo(expected);
  }

  @Test
  void settingsAreChecked() {
    assertThatThrownBy(() -> new MetricsProperties(Duration.ZERO, null))
        .hasMessageContaining("tocsin.metrics.recurrence-within");
    assertThatThrownBy(() -> new MetricsProperties(Duration.ofDays(1), "short"))
        .hasMessageContaining("tocsin.metrics.token");
    var properties = new MetricsProperties(Duration.ofDays(1), "a-long-enough-token");
    assertThat(properties.toString()).doesNotContain("a-long-enough-token");
  }
}
