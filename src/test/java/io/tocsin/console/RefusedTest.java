package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefusedTest {

  @Test
  void showsTheRemedyAtItsFieldWithoutTheKeyOfTheField() {
    var refused =
        Refused.invalid(
            "merge", new InvalidInputException("into", "there is none"), Map.of("into", "INC-1"));

    assertThat(refused.error("merge", "into")).isEqualTo("There is none");
    assertThat(refused.error("merge")).isNull();
    assertThat(refused.value("merge", "into")).isEqualTo("INC-1");
  }

  @Test
  void showsWhatBelongsToNoFieldOfTheFormAboveIt() {
    var refused =
        Refused.invalid("declare", new InvalidInputException("policy", "is unknown"), Map.of());

    assertThat(refused.error("declare")).isEqualTo("Is unknown");
    assertThat(Refused.tooLate("note", new ConflictException("it is over"), Map.of()).error("note"))
        .isEqualTo("It is over");
  }

  @Test
  void saysNothingAtOtherForms() {
    var refused = Refused.tooLate("note", new ConflictException("no"), Map.of("text", "typed"));

    assertThat(refused.error("merge")).isNull();
    assertThat(refused.value("update", "text")).isEmpty();
  }
}
