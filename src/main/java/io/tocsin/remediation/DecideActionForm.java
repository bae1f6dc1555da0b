package io.tocsin.remediation;

import io.tocsin.catalog.Catalog;
import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.Variables;
import io.tocsin.engine.model.TakeAction.Elements;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.problem.InvalidInputException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The technical lead decides on one action that a playbook asks for. */
@Component
class DecideActionForm implements TaskForm {

  private static final String RUN = "run";
  private static final String BY_HAND = "byHand";
  private static final String NOT_NOW = "notNow";

  private final Catalog catalog;
  private final Incidents incidents;
  private final ActionRules rules;
  private final ActionRequests requests;
  private final Mitigations mitigations;
  private final Timeline timeline;

  DecideActionForm(
      Catalog catalog,
      Incidents incidents,
      ActionRules rules,
      ActionRequests requests,
      Mitigations mitigations,
      Timeline timeline) {
    this.catalog = catalog;
    this.incidents = incidents;
    this.rules = rules;
    this.requests = requests;
    this.mitigations = mitigations;
    this.timeline = timeline;
  }

  @Override
  public String task() {
    return Elements.TASK_DECIDE_ACTION;
  }

  @Override
  public Set<String> fields() {
    return Set.of("wanted", "actionChoice", "actionService", "actionServices", "actionNote");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    var able = able(task);
    var values = new HashMap<String, @Nullable Object>();
    values.put(
        "wanted",
        FormText.cut(
            action(task)
                + task.find(Variables.ACTION_REASON).map(reason -> ": " + reason).orElse("")
                + (able.isEmpty() ? "\nNo affected service can do it by itself now." : "")));
    values.put(
        "actionServices",
        able.stream()
            .map(
                service ->
                    Map.of(
                        "label",
                        MitigationOptions.label(
                            service, Objects.requireNonNull(service.actions().get(action(task)))),
                        "value",
                        service.id()))
            .toList());
    values.put("actionChoice", able.isEmpty() ? BY_HAND : RUN);
    if (!able.isEmpty()) {
      values.put("actionService", able.get(0).id());
    }
    return values;
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    return switch (answers.choice("actionChoice", Set.of(RUN, BY_HAND, NOT_NOW))) {
      case RUN -> run(task, answers, actor);
      case BY_HAND -> {
        var done = answers.required("actionNote", "say what was done, and to what");
        mitigations.applied(task.incident(), action(task) + ": " + done, actor);
        yield ended("byHand");
      }
      default -> {
        var why = answers.required("actionNote", "say why not now");
        timeline.add(
            task.incident(), actor, Mitigations.KIND, "Not now: " + action(task) + ". " + why);
        yield ended("declined");
      }
    };
  }

  private Map<String, Object> run(TaskContext task, Answers answers, Actor actor) {
    var chosen = answers.required("actionService", "choose the service, or have it done by hand");
    if (able(task).stream().noneMatch(service -> service.id().equals(chosen))) {
      throw new InvalidInputException(
          "actionService", "'" + chosen + "' cannot do it now; choose one of the list");
    }
    var request =
        requests.open(
            task.incident(), chosen, action(task), answers.text("actionNote").orElse(null), actor);
    return Map.of(Variables.RUN_IT.name(), true, Variables.ACTION_REQUEST.name(), request);
  }

  private static Map<String, Object> ended(String outcome) {
    return Map.of(Variables.RUN_IT.name(), false, Variables.ACTION_OUTCOME.name(), outcome);
  }

  private List<Catalog.Service> able(TaskContext task) {
    var incident = incidents.get(task.incident());
    return incident.services().stream()
        .flatMap(id -> catalog.find(id).stream())
        .filter(
            service -> {
              var action = service.actions().get(action(task));
              return action != null
                  && rules.against(incident, service.id(), action(task), action).isEmpty();
            })
        .toList();
  }

  private static String action(TaskContext task) {
    return task.get(Variables.ACTION);
  }
}
