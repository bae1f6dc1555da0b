package io.tocsin.engine;

import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

@Component
class CamundaJobDesk implements JobDesk {

  /** What jobs that belong to no process, or to no step of one, are shown under. */
  private static final String ENGINE = "engine";

  private static final String JOB = "job";

  /** Shown for what failed with an exception that says nothing. */
  static final String NO_MESSAGE = "It failed without a message";

  /** Of jobs that have failed and are not given up. */
  static final String STILL_TRIED =
      " where job.retries_ > 0 and job.exception_stack_id_ is not null";

  private static final String FAILED =
      "from act_ru_job job left join act_ru_jobdef step on step.id_ = job.job_def_id_"
          + " where job.retries_ = 0";

  private static final String OF_STEP =
      FAILED
          + " and coalesce(job.process_def_key_, :engine) = :process"
          + " and coalesce(step.act_id_, :job) = :step";

  // The engine's own query cannot sort by it.
  private static final String BY_TIME =
      " order by coalesce((select max(failed.incident_timestamp_) from act_ru_incident failed"
          + " where failed.configuration_ = job.id_ and failed.incident_type_ = 'failedJob'),"
          + " job.create_time_)";

  private static final String NEWEST_FIRST = BY_TIME + " desc nulls last, job.id_ limit :most";

  private final ManagementService management;
  private final RuntimeService runtime;
  private final RepositoryService repository;
  private final JdbcClient jdbc;

  CamundaJobDesk(
      ManagementService management,
      RuntimeService runtime,
      RepositoryService repository,
      JdbcClient jdbc) {
    this.management = management;
    this.runtime = runtime;
    this.repository = repository;
    this.jdbc = jdbc;
  }

  @Override
  public List<FailedJob> failed(int atMost) {
    var since = new HashMap<String, Instant>();
    for (var incident :
        runtime
            .createIncidentQuery()
            .incidentType(Incident.FAILED_JOB_HANDLER_TYPE)
            .orderByIncidentTimestamp()
            .desc()
            .listPage(0, atMost * 2)) {
      since.putIfAbsent(incident.getConfiguration(), incident.getIncidentTimestamp().toInstant());
    }
    var newest =
        jdbc.sql("select job.id_ " + FAILED + NEWEST_FIRST)
            .param("most", atMost)
            .query(String.class)
            .list();
    if (newest.isEmpty()) {
      return List.of();
    }
    return management.createJobQuery().jobIds(Set.copyOf(newest)).unlimitedList().stream()
        .sorted(Comparator.comparing(job -> newest.indexOf(job.getId())))
        .map(job -> failed(job, since))
        .toList();
  }

  @Override
  public List<String> failed(String process, String step, int atMost) {
    return ofStep(NEWEST_FIRST, process, step).param("most", atMost).query(String.class).list();
  }

  @Override
  public Optional<String> firstFailed(String process, String step) {
    return ofStep(BY_TIME + ", job.id_ limit 1", process, step).query(String.class).optional();
  }

  private StatementSpec ofStep(String order, String process, String step) {
    return jdbc.sql("select job.id_ " + OF_STEP + order)
        .param("engine", ENGINE)
        .param("job", JOB)
        .param("process", process)
        .param("step", step);
  }

  @Override
  public long failed() {
    return management.createJobQuery().noRetriesLeft().count();
  }

  @Override
  public List<StillTried> stillTried(int atMost) {
    return jdbc.sql(
            "select job.id_, instance.business_key_, coalesce(job.process_def_key_, :engine),"
                + " job.process_def_id_, coalesce(step.act_id_, :job), job.exception_msg_,"
                + " job.retries_, job.duedate_ from act_ru_job job"
                + " left join act_ru_jobdef step on step.id_ = job.job_def_id_"
                + " left join act_ru_execution instance on instance.id_ = job.process_instance_id_"
                + STILL_TRIED
                + " order by job.retries_, job.duedate_, job.id_ limit :most")
        .param("engine", ENGINE)
        .param("job", JOB)
        .param("most", atMost)
        .query(
            (row, n) ->
                new StillTried(
                    row.getString(1),
                    BusinessKey.incident(row.getString(2)),
                    row.getString(3),
                    processName(row.getString(4), row.getString(3)),
                    row.getString(5),
                    stepName(row.getString(4), row.getString(5)),
                    Objects.requireNonNullElse(row.getString(6), NO_MESSAGE),
                    row.getInt(7),
                    instant(row.getTimestamp(8))))
        .list();
  }

  @Override
  public List<SuspendedWork> suspended(int atMost) {
    return jdbc.sql(
            "select instance.business_key_, job.process_def_key_, max(job.process_def_id_),"
                + " count(*), min(coalesce(job.duedate_, job.create_time_)) as since"
                + " from act_ru_job job join act_ru_execution instance"
                + " on instance.id_ = job.process_instance_id_"
                + " where job.suspension_state_ = 2 and job.retries_ > 0"
                + " and coalesce(job.duedate_ <= :now, true)"
                + " group by 1, 2 order by since, 1, 2 limit :most")
        .param("now", Timestamp.from(ClockUtil.getCurrentTime().toInstant()))
        .param("most", atMost)
        .query(
            (row, n) ->
                new SuspendedWork(
                    BusinessKey.incident(row.getString(1)),
                    row.getString(2),
                    processName(row.getString(3), row.getString(2)),
                    row.getInt(4),
                    row.getTimestamp(5).toInstant()))
        .list();
  }

  @Override
  public FailedJob retry(String id) {
    var job = management.createJobQuery().jobId(id).singleResult();
    if (job == null) {
      throw new NotFoundException("There is no job '" + id + "' any more");
    }
    if (job.getRetries() > 0) {
      throw new ConflictException("The job is tried by the engine already");
    }
    var failed = failed(job, Map.of());
    management.setJobRetries(id, 1);
    return failed;
  }

  private FailedJob failed(Job job, Map<String, Instant> since) {
    var definition =
        job.getJobDefinitionId() == null
            ? null
            : management
                .createJobDefinitionQuery()
                .jobDefinitionId(job.getJobDefinitionId())
                .singleResult();
    var step =
        definition == null || definition.getActivityId() == null ? JOB : definition.getActivityId();
    var process = Objects.requireNonNullElse(job.getProcessDefinitionKey(), ENGINE);
    var at = since.get(job.getId());
    return new FailedJob(
        job.getId(),
        number(job),
        process,
        processName(job.getProcessDefinitionId(), process),
        step,
        stepName(job.getProcessDefinitionId(), step),
        Objects.requireNonNullElse(job.getExceptionMessage(), NO_MESSAGE),
        at == null ? instant(job.getDuedate()) : at);
  }

  private @Nullable String number(Job job) {
    if (job.getProcessInstanceId() == null) {
      return null;
    }
    var instance =
        runtime
            .createProcessInstanceQuery()
            .processInstanceId(job.getProcessInstanceId())
            .singleResult();
    return instance == null ? null : BusinessKey.incident(instance.getBusinessKey());
  }

  private String processName(@Nullable String definition, String key) {
    if (definition == null) {
      return "The engine itself";
    }
    return Objects.requireNonNullElse(repository.getProcessDefinition(definition).getName(), key);
  }

  private String stepName(@Nullable String definition, String step) {
    var element =
        definition == null
            ? null
            : repository.getBpmnModelInstance(definition).getModelElementById(step);
    var name = element == null ? null : element.getAttributeValue("name");
    return Objects.requireNonNullElse(name, step);
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
