package io.tocsin.training;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.TrainingShadowing;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whoever was shadowed says whether it was so. */
@Component
class ConfirmShiftForm implements TaskForm {

  private final Trainings trainings;
  private final Briefs briefs;

  ConfirmShiftForm(Trainings trainings, Briefs briefs) {
    this.trainings = trainings;
    this.briefs = briefs;
  }

  @Override
  public String task() {
    return TrainingShadowing.Elements.TASK_CONFIRM_SHIFT;
  }

  @Override
  public Set<String> fields() {
    return Set.of(Briefs.FACTS, "shiftConfirmed", "shiftReason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of(
        Briefs.FACTS,
        briefs.shift(task.get(Variables.TRAINING_ID), task.get(Variables.SHADOWED_SHIFT)));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var confirmed = answers.yes("shiftConfirmed");
    trainings.judgeShift(
        task.get(Variables.TRAINING_ID),
        task.get(Variables.SHADOWED_SHIFT),
        confirmed,
        confirmed ? null : answers.required("shiftReason", "say why it was not so"),
        task.actor());
    return Map.of();
  }
}
