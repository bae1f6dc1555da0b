package io.tocsin.incident;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.RoleDesk;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The scribe's desk: one field, one line of the timeline. */
@Component
class KeepLogForm implements TaskForm {

  private final Incidents incidents;

  KeepLogForm(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public String task() {
    return RoleDesk.Elements.TASK_KEEP_LOG;
  }

  @Override
  public Set<String> fields() {
    return Set.of("logText");
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    incidents.note(
        task.incident(),
        answers.required("logText", "write down what happened"),
        Actor.tasklist(task.actor()));
    return Map.of();
  }
}
