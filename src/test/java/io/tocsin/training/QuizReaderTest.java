package io.tocsin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class QuizReaderTest {

  static final String SMALL =
      """
      id: small
      title: Small
      playbook: general
      pass-mark: 75
      questions:
        - {id: one, question: 'One?', right: Yes, wrong: [No, Perhaps]}
        - {id: two, question: 'Two?', right: Yes, wrong: [No, Perhaps]}
        - {id: three, question: 'Three?', right: Yes, wrong: [No, Perhaps]}
        - {id: four, question: 'Four?', right: Yes, wrong: [No, Perhaps]}
      """;

  static Stream<Path> shipped() throws IOException {
    try (var files = Files.list(Path.of("processes/training"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whatComesWithTocsinIsRightAndLongEnough(Path file) throws IOException {
    var quiz = QuizReader.read(file.getFileName().toString(), Files.readString(file));
    assertThat(quiz.questions()).hasSizeGreaterThanOrEqualTo(8);
    assertThat(quiz.playbook())
        .satisfiesAnyOf(
            playbook -> assertThat(playbook).isEqualTo("general"),
            playbook -> assertThat(Path.of("processes/playbooks", playbook + ".bpmn")).exists());
  }

  @Test
  void thereIsAGeneralOneAndOneForEachOfThreePlaybooks() throws IOException {
    assertThat(shipped().map(file -> file.getFileName().toString()))
        .contains(
            "general.yaml",
            "high-error-rate.yaml",
            "database-connections.yaml",
            "security-incident.yaml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "id: small | id: other | id: is 'other', but the file is small.yaml",
        "title: Small | | title: is missing",
        "playbook: general | | playbook: is missing",
        "pass-mark: 75 | pass-mark: 0 | pass-mark: is 0; write percent from 1 to 100",
        "pass-mark: 75 | pass-mark: many | line 4: pass-mark",
        "title: Small | titel: Small | titel: is no known key",
        "id: two | id: one | questions[2]: id: 'one' stands there twice",
        "question: 'One?' | question: ' ' | questions[1]: question: is missing",
        "right: Yes | right: No | questions[1]: wrong: 'No' stands there twice",
        "wrong: [No, Perhaps] | wrong: [No] | questions[1]: wrong: has 1; write at least 2",
        "wrong: [No, Perhaps] | wrong: [No, ' '] | questions[1]: wrong: an answer is empty",
        "wrong: [No, Perhaps] | wrong: [No, Perhaps], hint: x | questions[1].hint: is no known key",
        "pass-mark: 75 | pass-mark: 101 | pass-mark: is 101"
      })
  void namesTheFileThePlaceAndTheRemedy(String right, String wrong, String fault) {
    var text = SMALL.replaceFirst(Pattern.quote(right), wrong == null ? "" : wrong);
    assertThatThrownBy(() -> QuizReader.read("small.yaml", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("small.yaml:")
        .hasMessageContaining(fault);
  }

  @Test
  void anAttemptFitsTheForm() {
    var long_ = new StringBuilder(SMALL);
    for (int i = 0; i < 8; i++) {
      long_.append(
          "  - {id: q%d, question: 'More?', right: Yes, wrong: [No, Never]}\n".formatted(i));
    }
    assertThatThrownBy(() -> QuizReader.read("small.yaml", long_.toString()))
        .hasMessageContaining("ask: an attempt has 12 questions; ask 1 to 10");
    assertThat(QuizReader.read("small.yaml", "ask: 10\n" + long_).asked()).isEqualTo(10);
  }

  @Test
  void anEmptyFileIsNone() {
    assertThatThrownBy(() -> QuizReader.read("small.yaml", "")).hasMessageContaining("small.yaml");
  }
}
