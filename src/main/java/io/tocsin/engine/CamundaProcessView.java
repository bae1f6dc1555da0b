package io.tocsin.engine;

import io.tocsin.problem.NotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.engine.history.HistoricTaskInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.EventBasedGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.util.ConcurrentLruCache;

/**
 * What an incident does now is read by plain statements: the engine makes up each of its queries
 * anew, which costs many times what the database needs to answer it, and asks for what belongs to a
 * task or a process one by one.
 */
@Component
class CamundaProcessView implements ProcessView {

  /** What the engine notes of a task that somebody has done. */
  private static final String COMPLETED = "completed";

  /** Called instances carry the same business key. */
  private static final String ITS_PROCESS =
      " join act_ru_execution process on process.id_ = %s and process.business_key_ = ?";

  /**
   * What a deployment has said of a process for ever. No right is asked for: models are no secret,
   * every group may read all of them, and callers look first whether the incident may be read.
   */
  private record Definition(String key, String name, BpmnModelInstance model) {}

  private final ConcurrentLruCache<String, Definition> definitions =
      new ConcurrentLruCache<>(200, this::definition);

  private final RepositoryService repository;
  private final HistoryService history;
  private final JdbcClient jdbc;

  CamundaProcessView(RepositoryService repository, HistoryService history, JdbcClient jdbc) {
    this.repository = repository;
    this.history = history;
    this.jdbc = jdbc;
  }

  @Override
  public List<Place> places(String number) {
    return jdbc
        .sql(
            "select execution.proc_def_id_, execution.act_id_ from act_ru_execution execution"
                + ITS_PROCESS.formatted("execution.proc_inst_id_")
                + " where execution.is_active_ and execution.act_id_ is not null"
                + " order by execution.id_")
        .param(number)
        .query((row, n) -> place(row.getString(1), row.getString(2)))
        .list()
        .stream()
        .distinct()
        .toList();
  }

  private Place place(String definition, String activity) {
    var process = definitions.get(definition);
    return new Place(process.key(), process.name(), activity, nameOf(definition, activity));
  }

  @Override
  public List<OpenTask> tasks(String number) {
    return jdbc.sql(
            "select task.*, links.groups, links.persons from act_ru_task task"
                + ITS_PROCESS.formatted("task.proc_inst_id_")
                + " cross join lateral (select array_remove(array_agg(group_id_), null) as groups,"
                + " array_remove(array_agg(user_id_), null) as persons from act_ru_identitylink"
                + " where task_id_ = task.id_ and type_ = 'candidate') links"
                + " order by task.create_time_, task.id_")
        .param(number)
        .query(
            (row, n) ->
                new OpenTask(
                    row.getString("id_"),
                    definitions.get(row.getString("proc_def_id_")).key(),
                    row.getString("task_def_key_"),
                    row.getString("name_"),
                    row.getString("assignee_"),
                    sorted(row.getArray("groups")),
                    sorted(row.getArray("persons")),
                    row.getTimestamp("create_time_").toInstant(),
                    instant(row.getTimestamp("due_date_"))))
        .list();
  }

  /** Null is nobody. */
  private static List<String> sorted(@Nullable Array ids) throws SQLException {
    return ids == null ? List.of() : Arrays.stream((String[]) ids.getArray()).sorted().toList();
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
    return jdbc.sql(
            "select job.process_def_key_, job.process_def_id_, kind.act_id_, job.duedate_"
                + " from act_ru_job job join act_ru_jobdef kind on kind.id_ = job.job_def_id_"
                + ITS_PROCESS.formatted("job.process_instance_id_")
                + " where job.type_ = 'timer' order by job.duedate_, job.id_")
        .param(number)
        .query(
            (row, n) ->
                new Timer(
                    row.getString(1),
                    row.getString(3),
                    nameOf(row.getString(2), row.getString(3)),
                    row.getTimestamp(4).toInstant()))
        .list();
  }

  @Override
  public List<Failure> failures(String number) {
    return jdbc.sql(
            "select failure.proc_def_id_, failure.activity_id_, failure.incident_msg_,"
                + " failure.incident_timestamp_ from act_ru_incident failure"
                + ITS_PROCESS.formatted("failure.proc_inst_id_")
                // A failure shows up again on each calling instance.
                + " where failure.id_ = failure.root_cause_incident_id_"
                + " order by failure.incident_timestamp_, failure.id_")
        .param(number)
        .query(
            (row, n) ->
                new Failure(
                    definitions.get(row.getString(1)).key(),
                    row.getString(2),
                    nameOf(row.getString(1), row.getString(2)),
                    Objects.requireNonNullElse(row.getString(3), CamundaJobDesk.NO_MESSAGE),
                    row.getTimestamp(4).toInstant()))
        .list();
  }

  @Override
  public List<Retry> retries(String number) {
    return jdbc.sql(
            "select job.process_def_key_, job.process_def_id_, kind.act_id_, job.exception_msg_,"
                + " job.duedate_"
                + " from act_ru_job job join act_ru_jobdef kind on kind.id_ = job.job_def_id_"
                + ITS_PROCESS.formatted("job.process_instance_id_")
                + CamundaJobDesk.STILL_TRIED
                + " order by job.duedate_, job.id_")
        .param(number)
        .query(
            (row, n) ->
                new Retry(
                    row.getString(1),
                    row.getString(3),
                    nameOf(row.getString(2), row.getString(3)),
                    Objects.requireNonNullElse(row.getString(4), CamundaJobDesk.NO_MESSAGE),
                    instant(row.getTimestamp(5))))
        .list();
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

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
