package io.tocsin.remediation;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.RunAction.Elements;
import io.tocsin.incident.Actor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the catalog lets a person give an action. */
@Component
class FillParametersForm implements TaskForm {

  private final ActionRequests requests;

  FillParametersForm(ActionRequests requests) {
    this.requests = requests;
  }

  @Override
  public String task() {
    return Elements.TASK_FILL_PARAMETERS;
  }

  @Override
  public Set<String> fields() {
    return Set.of("proposal", "parameters");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var request = requests.get(task.incident(), task.get(Variables.ACTION_REQUEST));
    var values = new HashMap<String, @Nullable Object>();
    values.put("proposal", FormText.cut(requests.summary(request)));
    values.put(
        "parameters",
        requests
            .action(request)
            .map(
                action ->
                    action.parameters().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(
                            entry ->
                                Map.of(
                                    "name",
                                    entry.getKey(),
                                    "takes",
                                    Objects.requireNonNullElse(
                                            entry.getValue().title(), entry.getKey())
                                        + ": "
                                        + entry.getValue().takes(),
                                    "value",
                                    Objects.requireNonNullElse(entry.getValue().preset(), "")))
                        .toList())
            .orElse(List.of()));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var given = new HashMap<String, Object>();
    answers
        .rows("parameters")
        .forEach(
            row ->
                row.text("value")
                    .ifPresent(
                        value -> given.put(row.required("name", "name the parameter"), value)));
    requests.fill(
        task.incident(), task.get(Variables.ACTION_REQUEST), given, Actor.tasklist(task.actor()));
    return Map.of();
  }
}
