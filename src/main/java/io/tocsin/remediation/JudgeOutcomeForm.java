package io.tocsin.remediation;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.ExecuteAction.Elements;
import io.tocsin.incident.Actor;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A person finds out whether an action took effect whose end nobody saw. */
@Component
class JudgeOutcomeForm implements TaskForm {

  private final ActionRequests requests;
  private final ActionRuns runs;
  private final ActionRunner runner;

  JudgeOutcomeForm(ActionRequests requests, ActionRuns runs, ActionRunner runner) {
    this.requests = requests;
    this.runs = runs;
    this.runner = runner;
  }

  @Override
  public String task() {
    return Elements.TASK_JUDGE_OUTCOME;
  }

  @Override
  public Set<String> fields() {
    return Set.of("evidence", "tookEffect", "judgement");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var request = requests.get(task.incident(), task.get(Variables.ACTION_REQUEST));
    var run = runs.get(key(task));
    var values = new HashMap<String, @Nullable Object>();
    values.put(
        "evidence",
        FormText.cut(
            "%s%nBegun at %s. %s"
                .formatted(
                    requests.summary(request),
                    run.startedAt(),
                    Objects.requireNonNullElse(
                        run.output(), "The worker has not said how it ended."))));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var run =
        runner.judged(
            key(task),
            answers.yes("tookEffect"),
            answers.required("judgement", "say how you know"),
            Actor.tasklist(task.actor()));
    return Map.of(Variables.ACTION_OUTCOME.name(), run.state().word());
  }

  private String key(TaskContext task) {
    return requests.order(task.incident(), task.get(Variables.ACTION_REQUEST)).key();
  }
}
