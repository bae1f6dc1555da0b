package io.tocsin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.problem.InvalidInputException;
import io.tocsin.training.Quiz.Question;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaperTest {

  private static final Quiz QUIZ =
      new Quiz(
          "general",
          "General",
          "general",
          75,
          4,
          IntStream.rangeClosed(1, 8)
              .mapToObj(
                  i -> new Question("q" + i, "Question " + i, "right " + i, List.of("a", "b", "c")))
              .toList());

  @Test
  void theSameAttemptHasTheSameQuestionsAndAnotherHasOthers() {
    var first = Paper.of(QUIZ, 7, 1).asked();
    assertThat(first).hasSize(4).isEqualTo(Paper.of(QUIZ, 7, 1).asked());
    assertThat(first).isNotEqualTo(Paper.of(QUIZ, 7, 2).asked());
    assertThat(first).isNotEqualTo(Paper.of(QUIZ, 8, 1).asked());
  }

  @Test
  void marksByThePassMark() {
    var paper = Paper.of(QUIZ, 7, 1);
    assertThat(paper.mark(place -> value(paper, place, true)))
        .isEqualTo(new Paper.Result(4, 4, true));
    assertThat(paper.mark(place -> value(paper, place, place > 1)))
        .isEqualTo(new Paper.Result(3, 4, true));
    assertThat(paper.mark(place -> value(paper, place, place > 2)))
        .isEqualTo(new Paper.Result(2, 4, false));
  }

  @Test
  void theValuesOfAnswersSayNothing() {
    for (var asked : Paper.of(QUIZ, 7, 1).asked()) {
      assertThat(asked.options())
          .hasSize(4)
          .allMatch(option -> option.value().matches("[0-9a-f]{12}"));
    }
    var places =
        IntStream.range(0, 40)
            .map(
                training -> {
                  var options = Paper.of(QUIZ, training, 1).asked().get(0).options();
                  return IntStream.range(0, options.size())
                      .filter(i -> options.get(i).label().startsWith("right"))
                      .findFirst()
                      .orElseThrow();
                });
    assertThat(places.distinct().count()).as("the right one stands anywhere").isEqualTo(4);
  }

  @Test
  void refusesWhatIsMissingOrWasNeverOffered() {
    var paper = Paper.of(QUIZ, 7, 1);
    assertThatThrownBy(() -> paper.mark(place -> place == 2 ? null : value(paper, place, true)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("answer2: choose an answer");
    assertThatThrownBy(() -> paper.mark(place -> "000000000000"))
        .hasMessageContaining("answer1: is none of the answers");
  }

  private static String value(Paper paper, int place, boolean right) {
    return paper.asked().get(place - 1).options().stream()
        .filter(option -> option.label().startsWith("right") == right)
        .findFirst()
        .orElseThrow()
        .value();
  }
}
