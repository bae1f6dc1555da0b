package io.tocsin.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tocsin.training.Quiz.Question;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the file of a quiz and says all that is wrong with it at once. */
final class QuizReader {

  /** As many questions as the form has places for. */
  static final int MOST_ASKED = 10;

  private static final int LEAST_WRONG = 2;

  /** Fewer say nothing of what somebody knows. */
  private static final int LEAST_QUESTIONS = 4;

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final String file;
  private final List<String> faults = new ArrayList<>();

  private QuizReader(String file) {
    this.file = file;
  }

  /**
   * Reads a quiz.
   *
   * @param file its name, {@code general.yaml}
   * @throws IllegalArgumentException naming the file, each fault and what to do
   */
  static Quiz read(String file, String text) {
    return new QuizReader(file).read(text);
  }

  private Quiz read(String text) {
    Quiz quiz;
    try {
      quiz = YAML.readValue(text, Quiz.class);
    } catch (JsonProcessingException e) {
      var why =
          e instanceof UnrecognizedPropertyException ? "is no known key" : e.getOriginalMessage();
      throw new IllegalArgumentException(file + ": " + where(e) + why, e);
    }
    if (quiz == null) {
      throw new IllegalArgumentException(file + ": is empty; it needs a title and questions");
    }
    check(quiz);
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException(file + ":\n- " + String.join("\n- ", faults));
    }
    return quiz;
  }

  private static String where(JsonProcessingException e) {
    var line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
    if (!(e instanceof JsonMappingException mapping) || mapping.getPath().isEmpty()) {
      return line;
    }
    var path = new StringBuilder();
    for (var part : mapping.getPath()) {
      if (part.getFieldName() == null) {
        path.append('[').append(part.getIndex() + 1).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(part.getFieldName());
      }
    }
    return line + path + ": ";
  }

  private void check(Quiz quiz) {
    need("id", quiz.id());
    if (quiz.id() != null && !file.equals(quiz.id() + ".yaml")) {
      faults.add("id: is '" + quiz.id() + "', but the file is " + file + "; name both alike");
    }
    need("title", quiz.title());
    need("playbook", quiz.playbook());
    if (quiz.passMark() < 1 || quiz.passMark() > 100) {
      faults.add("pass-mark: is " + quiz.passMark() + "; write percent from 1 to 100");
    }
    if (quiz.questions().size() < LEAST_QUESTIONS) {
      faults.add(
          "questions: has %d; write at least %d"
              .formatted(quiz.questions().size(), LEAST_QUESTIONS));
    }
    if (quiz.ask() < 0 || quiz.asked() > MOST_ASKED) {
      faults.add(
          "ask: an attempt has %d questions; ask 1 to %d"
              .formatted(quiz.ask() < 0 ? quiz.ask() : quiz.asked(), MOST_ASKED));
    }
    var ids = new HashSet<String>();
    for (int i = 0; i < quiz.questions().size(); i++) {
      check("questions[" + (i + 1) + "]", quiz.questions().get(i), ids);
    }
  }

  private void check(String name, Question question, HashSet<String> ids) {
    need(name + ": id", question.id());
    if (question.id() != null && !ids.add(question.id())) {
      faults.add(name + ": id: '" + question.id() + "' stands there twice");
    }
    need(name + ": question", question.question());
    need(name + ": right", question.right());
    if (question.wrong().size() < LEAST_WRONG) {
      faults.add(
          "%s: wrong: has %d; write at least %d, or one guesses"
              .formatted(name, question.wrong().size(), LEAST_WRONG));
    }
    var options = new HashSet<String>();
    options.add(String.valueOf(question.right()).strip());
    for (var wrong : question.wrong()) {
      if (wrong == null || wrong.isBlank()) {
        faults.add(name + ": wrong: an answer is empty");
      } else if (!options.add(wrong.strip())) {
        faults.add(name + ": wrong: '" + wrong.strip() + "' stands there twice");
      }
    }
  }

  private void need(String field, @Nullable String value) {
    if (value == null || value.isBlank()) {
      faults.add(field + ": is missing");
    }
  }
}
