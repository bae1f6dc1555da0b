package io.tocsin.engine;

import io.tocsin.problem.ConflictException;
import io.tocsin.problem.NotFoundException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
class CamundaJobDesk implements JobDesk {

  private final ManagementService management;
  private final RuntimeService runtime;
  private final RepositoryService repository;

  CamundaJobDesk(
      ManagementService management, RuntimeService runtime, RepositoryService repository) {
    this.management = management;
    this.runtime = runtime;
    this.repository = repository;
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
    return management.createJobQuery().noRetriesLeft().listPage(0, atMost).stream()
        .map(job -> failed(job, since))
        .sorted(
            Comparator.comparing(FailedJob::since, Comparator.nullsLast(Comparator.reverseOrder())))
        .toList();
  }

  @Override
  public long failed() {
    return management.createJobQuery().noRetriesLeft().count();
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
        definition == null || definition.getActivityId() == null
            ? "job"
            : definition.getActivityId();
    var process = Objects.requireNonNullElse(job.getProcessDefinitionKey(), "engine");
    var at = since.get(job.getId());
    return new FailedJob(
        job.getId(),
        number(job),
        process,
        processName(job.getProcessDefinitionId(), process),
        step,
        stepName(job.getProcessDefinitionId(), step),
        Objects.requireNonNullElse(job.getExceptionMessage(), "It failed without a message"),
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
