package io.tocsin.engine;

import io.tocsin.problem.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.task.IdentityLink;
import org.camunda.bpm.engine.task.IdentityLinkType;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

@Component
class CamundaProcessView implements ProcessView {

  /** What the engine notes of a task that somebody has done. */
  private static final String COMPLETED = "completed";

  /**
   * What a deployment has said of a process for ever. No right is asked for: models are no secret,
   * every group may read all of them, and callers look first whether the incident may be read.
   */
  private record Definition(String key, String name, BpmnModelInstance model) {}

  private final ConcurrentLruCache<String, Definition> definitions =
      new ConcurrentLruCache<>(200, this::definition);

  private final RuntimeService runtime;
  private final TaskService tasks;
  private final ManagementService management;
  private final RepositoryService repository;
  private final HistoryService history;

  CamundaProcessView(
      RuntimeService runtime,
      TaskService tasks,
      ManagementService management,
      RepositoryService repository,
      HistoryService history) {
    this.runtime = runtime;
    this.tasks = tasks;
    this.management = management;
    this.repository = repository;
    this.history = history;
  }

  @Override
  public List<Place> places(String number) {
    return runtime
        .createExecutionQuery()
        .processInstanceBusinessKey(number)
        .unlimitedList()
        .stream()
        .map(ExecutionEntity.class::cast)
        .filter(execution -> execution.isActive() && execution.getActivityId() != null)
        .map(
            execution -> {
              var process = execution.getProcessDefinitionId();
              return new Place(
                  definitions.get(process).key(),
                  definitions.get(process).name(),
                  execution.getActivityId(),
                  nameOf(process, execution.getActivityId()));
            })
        .distinct()
        .toList();
  }

  @Override
  public List<OpenTask> tasks(String number) {
    return tasks
        .createTaskQuery()
        .processInstanceBusinessKey(number)
        .orderByTaskCreateTime()
        .asc()
        .unlimitedList()
        .stream()
        .map(this::open)
        .toList();
  }

  private OpenTask open(Task task) {
    var candidates =
        unlessEnded(() -> tasks.getIdentityLinksForTask(task.getId())).stream()
            .filter(link -> IdentityLinkType.CANDIDATE.equals(link.getType()))
            .toList();
    return new OpenTask(
        task.getId(),
        definitions.get(task.getProcessDefinitionId()).key(),
        task.getTaskDefinitionKey(),
        task.getName(),
        task.getAssignee(),
        sorted(candidates, IdentityLink::getGroupId),
        sorted(candidates, IdentityLink::getUserId),
        task.getCreateTime().toInstant(),
        instant(task.getDueDate()));
  }

  /** Returns the groups, or the persons, of links. */
  private static List<String> sorted(
      List<IdentityLink> links, Function<IdentityLink, @Nullable String> groupOrPerson) {
    return links.stream().map(groupOrPerson).filter(Objects::nonNull).sorted().toList();
  }

  @Override
  public Set<String> completed(String number) {
    return history
        .createHistoricTaskInstanceQuery()
        .processInstanceBusinessKey(number)
        .taskDeleteReason(COMPLETED)
        .unlimitedList()
        .stream()
        .map(HistoricTaskInstance::getTaskDefinitionKey)
        .collect(Collectors.toSet());
  }

  @Override
  public List<Timer> timers(String number) {
    var instances =
        instances(number).stream().map(ProcessInstance::getId).collect(Collectors.toSet());
    if (instances.isEmpty()) {
      // The engine takes no empty set.
      return List.of();
    }
    return management
        .createJobQuery()
        .processInstanceIds(instances)
        .timers()
        .unlimitedList()
        .stream()
        .sorted((a, b) -> a.getDuedate().compareTo(b.getDuedate()))
        .map(
            job -> {
              var activity =
                  management
                      .createJobDefinitionQuery()
                      .jobDefinitionId(job.getJobDefinitionId())
                      .singleResult()
                      .getActivityId();
              return new Timer(
                  job.getProcessDefinitionKey(),
                  activity,
                  nameOf(job.getProcessDefinitionId(), activity),
                  job.getDuedate().toInstant());
            })
        .toList();
  }

  @Override
  public List<Failure> failures(String number) {
    return instances(number).stream()
        .flatMap(
            instance ->
                runtime
                    .createIncidentQuery()
                    .processInstanceId(instance.getId())
                    .unlimitedList()
                    .stream())
        // A failure shows up again on each calling instance.
        .filter(incident -> incident.getId().equals(incident.getRootCauseIncidentId()))
        .map(
            incident ->
                new Failure(
                    definitions.get(incident.getProcessDefinitionId()).key(),
                    incident.getActivityId(),
                    nameOf(incident.getProcessDefinitionId(), incident.getActivityId()),
                    String.valueOf(incident.getIncidentMessage()),
                    incident.getIncidentTimestamp().toInstant()))
        .toList();
  }

  @Override
  public String model(String process, @Nullable String number) {
    return read(number == null ? newest(process) : runningOn(process, number));
  }

  private String runningOn(String process, String number) {
    return history
        .createHistoricProcessInstanceQuery()
        .processDefinitionKey(process)
        .processInstanceBusinessKey(number)
        .orderByProcessInstanceStartTime()
        .desc()
        .listPage(0, 1)
        .stream()
        .findFirst()
        .map(HistoricProcessInstance::getProcessDefinitionId)
        .orElseGet(() -> newest(process));
  }

  private String newest(String process) {
    var definition =
        repository
            .createProcessDefinitionQuery()
            .processDefinitionKey(process)
            .latestVersion()
            .singleResult();
    if (definition == null) {
      throw new NotFoundException("No process '" + process + "' is deployed");
    }
    return definition.getId();
  }

  private String read(String definition) {
    try (var model = repository.getProcessModel(definition)) {
      return new String(model.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Called instances carry the same business key. */
  private List<ProcessInstance> instances(String number) {
    return runtime.createProcessInstanceQuery().processInstanceBusinessKey(number).unlimitedList();
  }

  private Definition definition(String id) {
    var process = repository.getProcessDefinition(id);
    return new Definition(
        process.getKey(),
        Objects.requireNonNullElse(process.getName(), process.getKey()),
        repository.getBpmnModelInstance(id));
  }

  private @Nullable String nameOf(String definition, String activity) {
    var element = definitions.get(definition).model().getModelElementById(activity);
    if (element instanceof EventBasedGateway gateway && gateway.getName() == null) {
      return gateway.getSucceedingNodes().list().stream()
          .map(FlowElement::getName)
          .filter(Objects::nonNull)
          .sorted()
          .collect(Collectors.joining(" or ", "Waits for: ", ""));
    }
    return element == null ? null : element.getAttributeValue("name");
  }

  /**
   * Asks about something that may have ended since it was listed; then there is nothing to tell.
   */
  private static <T> List<T> unlessEnded(Supplier<List<T>> question) {
    try {
      return question.get();
    } catch (NullValueException e) {
      return List.of();
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
