package io.tocsin.remediation;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.RunAction.Elements;
import io.tocsin.incident.Actor;
import io.tocsin.remediation.ActionRequests.ActionRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The commander approves an action, or refuses it with a reason. */
@Component
class ApproveForm implements TaskForm {

  private final ActionRequests requests;
  private final OlderMitigation older;

  ApproveForm(ActionRequests requests, OlderMitigation older) {
    this.requests = requests;
    this.older = older;
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
        "proposal", FormText.cut(requests.summary(requests.get(task.incident(), request(task)))));
    return values;
  }

  @Override
  public Set<String> barred(TaskContext task) {
    return task.find(Variables.ACTION_REQUEST)
        .flatMap(id -> requests.find(task.incident(), id))
        .map(ActionRequest::barred)
        .orElse(Set.of());
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var approved = answers.yes("approve");
    var reason =
        approved
            ? answers.text("approvalReason").orElse(null)
            : answers.required("approvalReason", "say why not; it helps to choose something else");
    var request = request(task);
    requests.decide(task.incident(), request, approved, reason, Actor.tasklist(task.actor()));
    if (!approved) {
      return Map.of(Variables.APPROVED.name(), false, Variables.ACTION_OUTCOME.name(), "declined");
    }
    return Map.of(Variables.APPROVED.name(), true, Variables.ACTION_REQUEST.name(), request);
  }

  /** A version of the mitigation before requests asks for approval without one. */
  private String request(TaskContext task) {
    return task.find(Variables.ACTION_REQUEST)
        .orElseGet(
            () ->
                older.request(
                    task.incident(),
                    task.get(Variables.MITIGATION_ROUND),
                    task.get(Variables.MITIGATION)));
  }
}
