package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  /** The usual form is read by another formatter than the rest; both must read alike. */
  @ParameterizedTest
  @CsvSource({
    "2026-02-10T14:30:00Z,           2026-02-10T14:30:00Z",
    "2026-02-10T14:30:00.2Z,         2026-02-10T14:30:00.200Z",
    "2026-02-10T14:30:00.123456789Z, 2026-02-10T14:30:00.123Z",
    "2026-02-10T24:00:00Z,           2026-02-11T00:00:00Z",
    "2026-02-29T14:30:00Z,           2026-02-28T14:30:00Z",
    "2026-02-29T14:30:00+00:00,      2026-02-28T14:30:00Z",
    "2026-02-10t14:30:00z,           2026-02-10T14:30:00Z",
    "2026-02-10T14:30Z,              2026-02-10T14:30:00Z",
    "2026-02-10 14:30:00Z,           2026-02-10T14:30:00Z",
    "2026-02-10T14:30:00,            2026-02-10T14:30:00Z",
    "2026-02-10T14:30:00+01:00,      2026-02-10T13:30:00Z",
    "2026-02-10T14:30:00.5+0100,     2026-02-10T13:30:00.500Z",
    "2026-02-10T14:30:00-01,         2026-02-10T15:30:00Z",
  })
  void readsTimes(String text, Instant time) {
    assertThat(field(text).time("at")).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z"})
  void takesATimeBefore1970ForNone(String text) {
    assertThat(field(text).time("at")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-10T14:30:60Z",
        "2026-02-10T14:30:00.1234567890Z",
        "2026-02-10T14:30:00ZZ",
        "2026-13-10T14:30:00Z",
        "+12026-02-10T14:30:00Z",
        "yesterday, at half past tZ"
      })
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> field(text).time("at"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at: '" + text + "' is not a time");
  }

  private static Fields field(String text) {
    return Fields.of(JsonNodeFactory.instance.objectNode().put("at", text), "");
  }
}
