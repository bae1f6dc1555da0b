package io.tocsin.review;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Checklist;
import io.tocsin.incident.Incidents;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The last look: is everything done that the policy asks for before closing? */
@Component
class ClosureForm implements TaskForm {

  private final Incidents incidents;

  ClosureForm(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public String task() {
    return io.tocsin.engine.model.Review.Elements.TASK_CLOSE;
  }

  @Override
  public Set<String> fields() {
    return Set.of("closureItems", "closureChecks", "closureNote");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of("closureItems", checklist(task).options());
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    incidents.note(
        task.incident(),
        checklist(task).summary("Closure checked", answers, "closureChecks", "closureNote"),
        Actor.tasklist(task.actor()));
    return Map.of();
  }

  private Checklist checklist(TaskContext task) {
    return new Checklist(incidents.policyOf(incidents.get(task.incident())).checklist("closure"));
  }
}
