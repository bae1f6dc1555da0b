package io.tocsin.training;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.TrainingDrill;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The trainee names the drill in which they took part. */
@Component
class NameDrillForm implements TaskForm {

  private final Trainings trainings;
  private final Briefs briefs;

  NameDrillForm(Trainings trainings, Briefs briefs) {
    this.trainings = trainings;
    this.briefs = briefs;
  }

  @Override
  public String task() {
    return TrainingDrill.Elements.TASK_NAME_DRILL;
  }

  @Override
  public Set<String> fields() {
    return Set.of(Briefs.FACTS, "drillTaken", "drillsTaken");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var id = task.get(Variables.TRAINING_ID);
    var choices = new LinkedHashMap<String, String>();
    trainings
        .toCount(id)
        .forEach(
            one ->
                choices.put(
                    one.number(),
                    "%s · %s (%d %%)".formatted(one.number(), one.title(), one.percent())));
    return Map.of(Briefs.FACTS, briefs.drills(id), "drillsTaken", Briefs.choices(choices));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    trainings.took(
        task.get(Variables.TRAINING_ID),
        answers.required("drillTaken", "choose the drill"),
        task.actor());
    return Map.of();
  }
}
