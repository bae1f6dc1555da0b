package io.tocsin.training;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.TrainingQuiz;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The trainee answers a quiz. What is right never reaches the form. */
@Component
class QuizForm implements TaskForm {

  private final Trainings trainings;
  private final Briefs briefs;

  QuizForm(Trainings trainings, Briefs briefs) {
    this.trainings = trainings;
    this.briefs = briefs;
  }

  @Override
  public String task() {
    return TrainingQuiz.Elements.TASK_ANSWER_QUIZ;
  }

  @Override
  public Set<String> fields() {
    var fields = new HashSet<String>();
    fields.add(Briefs.FACTS);
    for (int i = 1; i <= QuizReader.MOST_ASKED; i++) {
      fields.addAll(List.of("question" + i, "options" + i, "answer" + i));
    }
    return fields;
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var id = task.get(Variables.TRAINING_ID);
    var values = new HashMap<String, @Nullable Object>();
    for (int i = 1; i <= QuizReader.MOST_ASKED; i++) {
      values.put("options" + i, List.of());
    }
    values.put(Briefs.FACTS, briefs.quiz(id));
    var exam = trainings.exam(id);
    if (exam.isPresent()) {
      var asked = exam.get().paper().asked();
      for (int i = 0; i < asked.size(); i++) {
        values.put("question" + (i + 1), (i + 1) + ". " + asked.get(i).question().question());
        values.put(
            "options" + (i + 1),
            asked.get(i).options().stream()
                .map(option -> Map.of("label", option.label(), "value", option.value()))
                .toList());
      }
    }
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var unused =
        trainings.answer(
            task.get(Variables.TRAINING_ID),
            place -> answers.text("answer" + place).orElse(null),
            task.actor());
    return Map.of();
  }
}
