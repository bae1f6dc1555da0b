package io.tocsin.engine;

import java.util.Objects;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.camunda.bpm.engine.runtime.Incident;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/** Says when the engine gives up a job. Beside the engine's own handler, which shows it. */
class FailedJobs implements IncidentHandler {

  private final ApplicationEventPublisher events;

  FailedJobs(ApplicationEventPublisher events) {
    this.events = events;
  }

  @Override
  public String getIncidentHandlerType() {
    return Incident.FAILED_JOB_HANDLER_TYPE;
  }

  @Override
  public @Nullable Incident handleIncident(IncidentContext job, @Nullable String message) {
    var definition = Objects.requireNonNullElse(job.getProcessDefinitionId(), "");
    events.publishEvent(
        new JobGivenUp(
            definition.isEmpty() ? "engine" : definition.split(":", 2)[0],
            Objects.requireNonNullElse(job.getActivityId(), "job"),
            number(job.getExecutionId()),
            Objects.requireNonNullElse(message, "")));
    return null;
  }

  private static @Nullable String number(@Nullable String execution) {
    var found =
        execution == null
            ? null
            : Context.getCommandContext().getExecutionManager().findExecutionById(execution);
    return found == null ? null : BusinessKey.incident(found.getProcessBusinessKey());
  }

  @Override
  public void resolveIncident(IncidentContext job) {
    // The engine's own handler does.
  }

  @Override
  public void deleteIncident(IncidentContext job) {
    // The engine's own handler does.
  }
}
