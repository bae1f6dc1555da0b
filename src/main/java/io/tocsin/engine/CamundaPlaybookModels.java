package io.tocsin.engine;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class CamundaPlaybookModels implements PlaybookModels {

  private final ProcessEngine engine;
  private final JdbcClient jdbc;

  // Lazy: delegates, which the engine needs, need this.
  CamundaPlaybookModels(@Lazy ProcessEngine engine, JdbcClient jdbc) {
    this.engine = engine;
    this.jdbc = jdbc;
  }

  @Override
  public List<Model> all() {
    // By a plain statement: nearly all that shows or moves an incident asks.
    return jdbc
        .sql(
            "select key_, name_ from (select distinct on (key_) key_, name_, suspension_state_"
                + " from act_re_procdef where starts_with(key_, ?) order by key_, version_ desc)"
                + " newest where suspension_state_ = 1")
        .param(PREFIX)
        .query((row, n) -> model(row.getString(1), row.getString(2)))
        .list()
        .stream()
        .sorted(Comparator.comparing(Model::title).thenComparing(Model::id))
        .toList();
  }

  private static Model model(String process, @Nullable String name) {
    var id = process.substring(PREFIX.length());
    return new Model(id, Objects.requireNonNullElse(name, id));
  }

  @Override
  public List<Step> steps(String playbook, String number, Instant since) {
    return Unasked.call(engine, () -> stepsOf(PREFIX + playbook, number, since));
  }

  private List<Step> stepsOf(String process, String number, Instant since) {
    var instance = newest(process, number, since);
    var definition = instance == null ? newest(process) : instance.getProcessDefinitionId();
    if (definition == null) {
      return List.of();
    }
    var active = instance == null ? Set.<String>of() : active(instance.getId());
    var done = instance == null ? Set.<String>of() : done(instance.getId());
    return inOrder(engine.getRepositoryService().getBpmnModelInstance(definition)).stream()
        .map(
            node ->
                new Step(
                    node.getId(),
                    Objects.requireNonNullElse(node.getName(), node.getId()),
                    active.contains(node.getId())
                        ? State.OPEN
                        : done.contains(node.getId()) ? State.DONE : State.AHEAD,
                    checklist(node)))
        .filter(step -> step.checklist() != null || step.state() != State.AHEAD)
        .toList();
  }

  private @Nullable HistoricProcessInstance newest(String process, String number, Instant since) {
    return engine
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey(process)
        .processInstanceBusinessKey(number)
        .startedAfter(Date.from(since))
        .orderByProcessInstanceStartTime()
        .desc()
        .listPage(0, 1)
        .stream()
        .findFirst()
        .orElse(null);
  }

  private @Nullable String newest(String process) {
    var definition =
        engine
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .processDefinitionKey(process)
            .latestVersion()
            .singleResult();
    return definition == null ? null : definition.getId();
  }

  private Set<String> active(String instance) {
    try {
      return Set.copyOf(engine.getRuntimeService().getActiveActivityIds(instance));
    } catch (NullValueException e) {
      // It has ended.
      return Set.of();
    }
  }

  private Set<String> done(String instance) {
    return engine
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(instance)
        .finished()
        .unlimitedList()
        .stream()
        .filter(activity -> !activity.isCanceled())
        .map(HistoricActivityInstance::getActivityId)
        .collect(Collectors.toSet());
  }

  /** The nearest to the start first. */
  private static List<Activity> inOrder(BpmnModelInstance model) {
    var seen = new LinkedHashSet<FlowNode>(model.getModelElementsByType(StartEvent.class));
    var ahead = new ArrayDeque<FlowNode>(seen);
    while (!ahead.isEmpty()) {
      for (var next : ahead.remove().getSucceedingNodes().list()) {
        if (seen.add(next)) {
          ahead.add(next);
        }
      }
    }
    return seen.stream().filter(Activity.class::isInstance).map(Activity.class::cast).toList();
  }

  private static @Nullable String checklist(Activity activity) {
    var extensions = activity.getExtensionElements();
    return extensions == null
        ? null
        : extensions.getElementsQuery().filterByType(CamundaInputOutput.class).list().stream()
            .flatMap(mapping -> mapping.getCamundaInputParameters().stream())
            .filter(input -> input.getCamundaName().equals(PlaybookVariables.CHECKLIST.name()))
            .map(input -> input.getTextContent())
            .findFirst()
            .orElse(null);
  }
}
