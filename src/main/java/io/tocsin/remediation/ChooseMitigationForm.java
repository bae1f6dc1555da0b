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

/** The technical lead chooses what is done. */
@Component
class ChooseMitigationForm implements TaskForm {

  private final Mitigations mitigations;
  private final ActionRequests requests;

  ChooseMitigationForm(Mitigations mitigations, ActionRequests requests) {
    this.mitigations = mitigations;
    this.requests = requests;
  }

  @Override
  public String task() {
    return Elements.TASK_CHOOSE_MITIGATION;
  }

  @Override
  public Set<String> fields() {
    return Set.of("mitigation", "mitigationReason", "mitigationOptions", "lastAction");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var round = task.get(Variables.MITIGATION_ROUND);
    var offered = mitigations.offered(task.incident(), round);
    var values = new HashMap<String, @Nullable Object>();
    values.put(
        "mitigationOptions",
        offered.stream()
            .map(option -> Map.of("label", option.label(), "value", option.value()))
            .toList());
    values.put("mitigation", offered.get(0).value());
    mitigations
        .before(task.incident(), round)
        .ifPresent(text -> values.put("lastAction", FormText.cut(text)));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var choice =
        mitigations.choose(
            task.incident(),
            task.get(Variables.MITIGATION_ROUND),
            answers.required("mitigation", "choose one of the list"),
            answers.text("mitigationReason").orElse(null),
            Actor.tasklist(task.actor()));
    var routing = new HashMap<String, Object>();
    routing.put(Variables.MITIGATION.name(), choice.mitigation().value());
    // Older versions of the model ask for the approval themselves.
    routing.put(Variables.APPROVAL_NEEDED.name(), choice.approvalNeeded());
    routing.put(Variables.AUTOMATED.name(), choice.mitigation().automated());
    if (choice.mitigation().automated()) {
      routing.put(
          Variables.ACTION_REQUEST.name(),
          requests.open(
              task.incident(),
              choice.mitigation().service(),
              choice.mitigation().action(),
              choice.reason(),
              Actor.tasklist(task.actor())));
    }
    return routing;
  }
}
