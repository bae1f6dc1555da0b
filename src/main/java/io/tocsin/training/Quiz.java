package io.tocsin.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * A quiz, as its file has it.
 *
 * @param id name of the file
 * @param playbook that it is about; general when it is about none
 * @param passMark percent of the questions that must be right
 * @param ask how many of the questions each attempt has; 0 for all
 */
record Quiz(
    String id,
    String title,
    String playbook,
    @JsonProperty("pass-mark") int passMark,
    int ask,
    List<Question> questions) {

  Quiz {
    questions = questions == null ? List.of() : List.copyOf(questions);
  }

  /**
   * A question with one right answer.
   *
   * @param id stays when its words change
   */
  record Question(String id, String question, String right, List<String> wrong) {

    Question {
      wrong = wrong == null ? List.of() : List.copyOf(wrong);
    }
  }

  /** Returns how many questions an attempt has. */
  int asked() {
    return ask == 0 ? questions.size() : Math.min(ask, questions.size());
  }
}
