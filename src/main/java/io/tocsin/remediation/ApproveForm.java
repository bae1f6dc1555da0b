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

/** The commander approves an action, or refuses it with a reason. */
@Component
class ApproveForm implements TaskForm {

  private final Mitigations mitigations;

  ApproveForm(Mitigations mitigations) {
    this.mitigations = mitigations;
  }

  @Override
  public String task() {
    return Elements.TASK_APPROVE;
  }

  @Override
  public Set<String> fields() {
    return Set.of("approve", "approvalReason", "proposal");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("proposal", FormText.cut(chosen(task).summary()));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var approved = answers.yes("approve");
    var reason =
        approved
            ? answers.text("approvalReason").orElse(null)
            : answers.required("approvalReason", "say why not; it helps to choose something else");
    mitigations.decided(
        task.incident(), chosen(task), approved, reason, Actor.tasklist(task.actor()));
    return Map.of(Variables.APPROVED.name(), approved);
  }

  private Mitigations.Choice chosen(TaskContext task) {
    return mitigations.chosen(
        task.incident(), task.get(Variables.MITIGATION_ROUND), task.get(Variables.MITIGATION));
  }
}
