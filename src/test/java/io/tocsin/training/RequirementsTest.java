package io.tocsin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.problem.InvalidInputException;
import io.tocsin.support.TocsinTest;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What the decision asks for, and what it must not hold. */
@TocsinTest
class RequirementsTest {

  @Autowired Requirements.Table table;
  @Autowired Quizzes quizzes;

  @ParameterizedTest
  @CsvSource({
    "rotation:primary, false, 2, 3, 1, 60, 4, incident-commander+management, P60D",
    "rotation:commander, false, 2, 3, 2, 70, 4, management, P90D",
    "policy:parsify, false, 0, 2, 1, 60, 1, incident-commander+management, P60D",
    "rotation:commander, true, 0, 1, 1, 60, 2, incident-commander+management, P30D",
    "policy:parsify, true, 0, 1, 1, 60, 2, incident-commander+management, P30D"
  })
  void asksByWhatSomebodyIsTrainedFor(
      String purpose,
      boolean renewal,
      int shifts,
      int readings,
      int drills,
      int percent,
      int asked,
      String signedBy,
      Period within) {
    var row = table.of(Purpose.of(purpose), renewal);
    assertThat(row)
        .extracting(
            Requirements::shifts,
            Requirements::readings,
            Requirements::drills,
            Requirements::drillPercent)
        .containsExactly(shifts, readings, drills, percent);
    assertThat(row.quizzes()).hasSize(asked).allSatisfy(quizzes::get);
    assertThat(row.signedBy()).containsExactly(signedBy.split("\\+"));
    assertThat(row.within()).isEqualTo(within);
    assertThat(row.quizPause()).isEqualTo(Duration.ofHours(1));
    assertThat(row.validFor()).isEqualTo(Period.ofYears(1));
  }

  @ParameterizedTest
  @CsvSource({
    "shifts, -1, shifts is '-1'",
    "drills, many, drills is 'many'",
    "signedBy, '', name at least one group",
    "quizPause, 1 hour, a length of time that cannot be read",
    "validFor, PT1H, a length of time that cannot be read"
  })
  void namesTheCellThatCannotBeRead(String column, String value, String fault) {
    var row = new HashMap<String, @Nullable Object>(row());
    row.put(column, value.matches("-?\\d+") ? (Object) Integer.valueOf(value) : value);
    assertThatThrownBy(() -> Requirements.Table.read(row))
        .hasMessageContaining("The decision on-call-training")
        .hasMessageContaining(fault);
  }

  @Test
  void noQuizIsAnEmptyList() {
    assertThat(Requirements.Table.read(row()).quizzes()).isEqualTo(List.of());
  }

  @Test
  void aQuizThatIsNoneIsNamedBesideThoseThatThereAre() {
    assertThatThrownBy(() -> quizzes.get("bravery"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'bravery'")
        .hasMessageContaining("general");
  }

  @Test
  void aYearIsAYearOfTheCalendar() {
    var leapDay = Instant.parse("2028-02-29T10:00:00Z");
    assertThat(Requirements.after(leapDay, Period.ofYears(1))).isEqualTo("2029-02-28T10:00:00Z");
    assertThat(Requirements.before(leapDay, Period.ofDays(30))).isEqualTo("2028-01-30T10:00:00Z");
  }

  @ParameterizedTest
  @CsvSource({"primary", "team:primary", "rotation:", "'rotation: primary'"})
  void aPurposeIsARotationOrAPolicy(String text) {
    assertThatThrownBy(() -> Purpose.of(text))
        .hasMessageContaining("is neither rotation:<id> nor policy:<id>");
  }

  private static Map<String, @Nullable Object> row() {
    return new HashMap<>(
        Map.of(
            "shifts",
            1,
            "readings",
            1,
            "drills",
            0,
            "drillPercent",
            0,
            "quizzes",
            "",
            "quizPause",
            "PT1H",
            "signedBy",
            "management",
            "validFor",
            "P1Y",
            "remindBefore",
            "P30D",
            "within",
            "P60D"));
  }
}
