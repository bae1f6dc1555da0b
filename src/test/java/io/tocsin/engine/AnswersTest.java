package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a form or a caller sends: read, or refused with the field and the remedy. */
class AnswersTest {

  @Test
  void takeBlankTextForNone() {
    assertThat(answers("x", "  ").text("x")).isEmpty();
    assertThat(answers("x", " a ").text("x")).hasValue("a");
    refused(() -> answers("x", "").required("x", "say something"), "x: say something");
  }

  @Test
  void refuseATextThatTheEngineCannotStore() {
    refused(
        () -> answers("x", "a".repeat(4001)).text("x"),
        "x: is longer than 4000 characters; shorten it and link to the rest");
  }

  @Test
  void refuseAChoiceThatIsNone() {
    assertThat(answers("x", "a").choice("x", Set.of("a", "b"))).isEqualTo("a");
    refused(() -> answers("x", "c").choice("x", Set.of("a", "b")), "x: 'c' is not one of a, b");
  }

  @ParameterizedTest
  @CsvSource({"yes,true", "true,true", "no,false", "false,false"})
  void readYesAndNo(String text, boolean meaning) {
    assertThat(answers("x", text).yes("x")).isEqualTo(meaning);
  }

  @Test
  void refuseWhatIsNeitherYesNorNo() {
    refused(() -> answers("x", "perhaps").yes("x"), "x: answer yes or no");
    refused(() -> new Answers(Map.of()).yes("x"), "x: answer yes or no");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-10T14:30Z",
        "2026-02-10T14:30:00Z",
        "2026-02-10T14:30",
        "2026-02-10T14:30:00",
        "2026-02-10T15:30:00+01:00",
        "2026-02-10T15:30+01:00",
        "2026-02-10T14:30:00.000Z"
      })
  void readTimesWithAndWithoutAnOffset(String text) {
    assertThat(answers("x", text).instant("x")).hasValue(Instant.parse("2026-02-10T14:30:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tomorrow", "2026-02-30T10:00Z", "10:30", "2026-02-10"})
  void refuseWhatIsNoTime(String text) {
    refused(
        () -> answers("x", text).instant("x"),
        "x: '" + text + "' is not a date and time such as 2026-02-10T14:30Z");
  }

  @Test
  void readListsFromJsonAndFromCollections() {
    assertThat(answers("x", "[\"a\",\"b\"]").list("x")).containsExactly("a", "b");
    assertThat(answers("x", List.of("a", "b")).list("x")).containsExactly("a", "b");
    assertThat(new Answers(Map.of()).list("x")).isEmpty();
    refused(() -> answers("x", "{\"a\":1}").list("x"), "x: must be a list");
    refused(() -> answers("x", "not json").list("x"), "x: must be a list");
  }

  @Test
  void readTheRowsOfADynamicList() {
    var rows = answers("x", "[{\"title\":\"one\"},{\"title\":\"two\"}]").rows("x");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(1).text("title")).hasValue("two");
    refused(() -> answers("x", "[1, 2]").rows("x"), "x: must be a list of rows");
  }

  private static Answers answers(String field, Object value) {
    return new Answers(Map.of(field, value));
  }

  private static void refused(ThrowingCallable reading, String message) {
    assertThatExceptionOfType(InvalidInputException.class).isThrownBy(reading).withMessage(message);
  }
}
