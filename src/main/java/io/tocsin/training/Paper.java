package io.tocsin.training;

import io.tocsin.hash.Sha256;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.training.Quiz.Question;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The questions of one attempt. Which they are and in what order their answers stand follows from
 * training and attempt alone, so that nothing of it has to be kept beside the form, where the
 * trainee could read or change it.
 */
final class Paper {

  /** An answer to choose. Its value says nothing of whether it is right. */
  record Option(String label, String value) {}

  /** A question as the form shows it. */
  record Asked(Question question, List<Option> options) {}

  /** What an attempt came to. */
  record Result(int correct, int asked, boolean passed) {}

  private static final int VALUE_LENGTH = 12;

  private final Quiz quiz;
  private final List<Asked> asked;

  private Paper(Quiz quiz, List<Asked> asked) {
    this.quiz = quiz;
    this.asked = asked;
  }

  /**
   * Draws the questions.
   *
   * @param attempt from 1
   */
  static Paper of(Quiz quiz, long training, int attempt) {
    var random = new Random(seed(quiz.id() + "/" + training + "/" + attempt));
    var questions = new ArrayList<>(quiz.questions());
    Collections.shuffle(questions, random);
    var asked =
        questions.stream()
            .limit(quiz.asked())
            .map(question -> new Asked(question, options(quiz, question, random)))
            .toList();
    return new Paper(quiz, asked);
  }

  List<Asked> asked() {
    return asked;
  }

  /**
   * Marks the answers.
   *
   * @param answers the value that was chosen, by place from 1
   * @throws InvalidInputException when one is missing, or was never offered
   */
  Result mark(Function<Integer, @Nullable String> answers) {
    var correct = 0;
    for (int i = 0; i < asked.size(); i++) {
      var question = asked.get(i);
      var field = "answer" + (i + 1);
      var chosen = answers.apply(i + 1);
      if (chosen == null || chosen.isBlank()) {
        throw new InvalidInputException(field, "choose an answer");
      }
      if (question.options().stream().noneMatch(option -> option.value().equals(chosen))) {
        throw new InvalidInputException(
            field, "is none of the answers; open the task again, the questions have changed");
      }
      if (chosen.equals(value(quiz, question.question(), question.question().right()))) {
        correct++;
      }
    }
    return new Result(correct, asked.size(), correct * 100 >= quiz.passMark() * asked.size());
  }

  private static List<Option> options(Quiz quiz, Question question, Random random) {
    var texts = new ArrayList<>(question.wrong());
    texts.add(question.right());
    Collections.shuffle(texts, random);
    return texts.stream().map(text -> new Option(text, value(quiz, question, text))).toList();
  }

  private static String value(Quiz quiz, Question question, String text) {
    return Sha256.hex(quiz.id() + "\n" + question.id() + "\n" + text).substring(0, VALUE_LENGTH);
  }

  private static long seed(String text) {
    long seed = 0;
    for (var part : Sha256.of(text)) {
      seed = seed * 31 + part;
    }
    return seed;
  }
}
