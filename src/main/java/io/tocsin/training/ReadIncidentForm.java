package io.tocsin.training;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.TrainingReading;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The trainee writes what a past incident taught. */
@Component
class ReadIncidentForm implements TaskForm {

  private final Trainings trainings;
  private final Briefs briefs;

  ReadIncidentForm(Trainings trainings, Briefs briefs) {
    this.trainings = trainings;
    this.briefs = briefs;
  }

  @Override
  public String task() {
    return TrainingReading.Elements.TASK_READ_INCIDENT;
  }

  @Override
  public Set<String> fields() {
    return Set.of(Briefs.FACTS, "incidentRead", "incidentsToRead", "lesson");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var id = task.get(Variables.TRAINING_ID);
    var choices = new LinkedHashMap<String, String>();
    trainings
        .toRead(id)
        .forEach(one -> choices.put(one.number(), one.number() + " · " + one.title()));
    return Map.of(Briefs.FACTS, briefs.reading(id), "incidentsToRead", Briefs.choices(choices));
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    trainings.read(
        task.get(Variables.TRAINING_ID),
        answers.required("incidentRead", "choose an incident"),
        answers.required("lesson", "write what you learned"),
        task.actor());
    return Map.of();
  }
}
