package io.tocsin.remediation;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.ExecuteAction.Elements;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.remediation.ActionRequests.ActionRequest;
import io.tocsin.remediation.ActionRun.State;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A person finds out whether an action took effect whose end nobody saw: the one that was asked
 * for, or an earlier one that keeps the service.
 */
@Component
class JudgeOutcomeForm implements TaskForm {

  private final ActionRequests requests;
  private final ActionRuns runs;
  private final ActionRunner runner;
  private final Incidents incidents;
  private final Timeline timeline;

  JudgeOutcomeForm(
      ActionRequests requests,
      ActionRuns runs,
      ActionRunner runner,
      Incidents incidents,
      Timeline timeline) {
    this.requests = requests;
    this.runs = runs;
    this.runner = runner;
    this.incidents = incidents;
    this.timeline = timeline;
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
    var run = run(task);
    var waiting = waiting(task, run);
    var values = new HashMap<String, @Nullable Object>();
    values.put(
        "evidence",
        FormText.cut(
            "%s%nBegun at %s by %s.%s%s"
                .formatted(
                    runner.title(run.service(), run.action())
                        + ActionRequests.said(run.parameters()),
                    run.startedAt(),
                    run.actor(),
                    mayTell(task, run)
                        ? " "
                            + Objects.requireNonNullElse(
                                run.output(), "The worker has not said how it ended.")
                        : "",
                    waiting
                        .map(
                            next ->
                                "\nIt keeps %s from being run. If it took effect, that is not run: choose again. If not, it is run now."
                                    .formatted(requests.title(next)))
                        .orElse(""))));
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    var run = run(task);
    var evidence = answers.required("judgement", "say how you know");
    var judged = runner.judged(run.key(), answers.yes("tookEffect"), evidence, actor);
    var took = judged.state() == State.SUCCEEDED;
    return waiting(task, run)
        .map(
            next -> {
              timeline.add(
                  task.incident(),
                  actor,
                  Mitigations.KIND,
                  "Before %s: an earlier action %s. %s"
                      .formatted(
                          requests.title(next),
                          took ? "took effect, so that it is not run" : "did not take effect",
                          evidence));
              return Map.<String, Object>of(
                  Variables.ACTION_OUTCOME.name(),
                  took ? "declined" : "cleared",
                  Variables.RUN_NOW.name(),
                  !took);
            })
        .orElseGet(
            () ->
                Map.of(
                    Variables.ACTION_OUTCOME.name(),
                    judged.state().word(),
                    Variables.RUN_NOW.name(),
                    false));
  }

  /** The variable can be sent along with any form: it counts for the incident or service only. */
  private ActionRun run(TaskContext task) {
    var request = request(task);
    var key =
        task.find(Variables.ACTION_RUN)
            .or(() -> request.map(ActionRequest::key))
            .orElseThrow(() -> unknown(task));
    return runs.find(key)
        .filter(
            run ->
                run.incident().equals(task.incident())
                    || request.filter(r -> r.service().equals(run.service())).isPresent())
        .orElseThrow(() -> unknown(task));
  }

  /** What waits for the judgement on an earlier run. */
  private Optional<ActionRequest> waiting(TaskContext task, ActionRun run) {
    return request(task).filter(request -> !request.key().equals(run.key()));
  }

  private Optional<ActionRequest> request(TaskContext task) {
    return task.find(Variables.ACTION_REQUEST).map(id -> requests.get(task.incident(), id));
  }

  /** What an action of a restricted incident said is for the readers of that incident. */
  private boolean mayTell(TaskContext task, ActionRun run) {
    return run.incident().equals(task.incident()) || !incidents.get(run.incident()).security();
  }

  private static InvalidInputException unknown(TaskContext task) {
    return new InvalidInputException(
        "action", "no action was begun for " + task.incident() + " that could be judged");
  }
}
