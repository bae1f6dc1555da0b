package io.tocsin.remediation;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.RunAction.Elements;
import io.tocsin.incident.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The commander approves an action, or refuses it with a reason. */
@Component
class ApproveForm implements TaskForm {

  private final ActionRequests requests;

  ApproveForm(ActionRequests requests) {
    this.requests = requests;
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
    values.put(
        "proposal",
        FormText.cut(
            requests.summary(requests.get(task.incident(), task.get(Variables.ACTION_REQUEST)))));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var approved = answers.yes("approve");
    var reason =
        approved
            ? answers.text("approvalReason").orElse(null)
            : answers.required("approvalReason", "say why not; it helps to choose something else");
    requests.decide(
        task.incident(),
        task.get(Variables.ACTION_REQUEST),
        approved,
        reason,
        Actor.tasklist(task.actor()));
    if (!approved) {
      return Map.of(Variables.APPROVED.name(), false, Variables.ACTION_OUTCOME.name(), "declined");
    }
    return Map.of(Variables.APPROVED.name(), true);
  }
}
