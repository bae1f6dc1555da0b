package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.RoleDesk;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The monitoring lead's desk: what dashboards and metrics show. */
@Component
class RecordObservationsForm implements TaskForm {

  private final Incidents incidents;

  RecordObservationsForm(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public String task() {
    return RoleDesk.Elements.TASK_RECORD_OBSERVATIONS;
  }

  @Override
  public Set<String> fields() {
    return Set.of("observation", "observationLink");
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var seen = answers.required("observation", "write down what you see");
    var link = answers.text("observationLink").map(text -> WebLink.of("observationLink", text));
    incidents.note(
        task.incident(),
        "Observation: " + seen + link.map(url -> " (" + url + ")").orElse(""),
        Actor.tasklist(task.actor()));
    return Map.of();
  }
}
