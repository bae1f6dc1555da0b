package io.tocsin.remediation;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Mitigation.Elements;
import io.tocsin.incident.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The technical lead has done what Tocsin cannot do by itself. */
@Component
class ApplyByHandForm implements TaskForm {

  private final Mitigations mitigations;

  ApplyByHandForm(Mitigations mitigations) {
    this.mitigations = mitigations;
  }

  @Override
  public String task() {
    return Elements.TASK_APPLY_BY_HAND;
  }

  @Override
  public Set<String> fields() {
    return Set.of("appliedText", "proposal");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    values.put(
        "proposal",
        FormText.cut(
            mitigations
                .chosen(
                    task.incident(),
                    task.get(Variables.MITIGATION_ROUND),
                    task.get(Variables.MITIGATION))
                .summary()));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    mitigations.applied(
        task.incident(),
        answers.required("appliedText", "say what was done"),
        Actor.tasklist(task.actor()));
    return Map.of();
  }
}
