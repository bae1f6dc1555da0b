package io.tocsin.training;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.OnCallTraining;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Somebody other than the trainee says whether they are ready. */
@Component
class SignOffTrainingForm implements TaskForm {

  private static final String VERDICT = "trainingVerdict";
  private static final String READY = "ready";

  private final Trainings trainings;
  private final Briefs briefs;

  SignOffTrainingForm(Trainings trainings, Briefs briefs) {
    this.trainings = trainings;
    this.briefs = briefs;
  }

  @Override
  public String task() {
    return OnCallTraining.Elements.TASK_SIGN_OFF_TRAINING;
  }

  @Override
  public Set<String> fields() {
    return Set.of(Briefs.FACTS, VERDICT, "stepsAgain", "signOffNote");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of(Briefs.FACTS, briefs.signOff(task.get(Variables.TRAINING_ID)));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var ready = answers.choice(VERDICT, Set.of(READY, "not-yet")).equals(READY);
    trainings.signOff(
        task.get(Variables.TRAINING_ID),
        ready,
        ready ? java.util.List.of() : answers.list("stepsAgain"),
        answers.required("signOffNote", "say why"),
        task.actor());
    return Map.of(Variables.READY.name(), ready);
  }
}
