package io.tocsin.engine;

import java.util.Objects;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.incident.IncidentContext;
import org.camunda.bpm.engine.impl.incident.IncidentHandler;
import org.camunda.bpm.engine.impl.persistence.entity.TimerEntity;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Incident;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;

/**
 * A worker that gives up need not be waited for: the limit of its work is now, so that the model
 * asks a person at once. Beside the engine's own handler, which shows it until then.
 */
class FailedWork implements IncidentHandler {

  private final ApplicationEventPublisher events;

  FailedWork(ApplicationEventPublisher events) {
    this.events = events;
  }

  @Override
  public String getIncidentHandlerType() {
    return Incident.EXTERNAL_TASK_HANDLER_TYPE;
  }

  @Override
  public @Nullable Incident handleIncident(IncidentContext work, @Nullable String message) {
    var engine = Context.getCommandContext();
    var execution = engine.getExecutionManager().findExecutionById(work.getExecutionId());
    if (execution != null
        && execution.getVariable(Variables.WORKER_KEY.name()) instanceof String key) {
      events.publishEvent(new WorkGivenUp(key, Objects.requireNonNullElse(message, "")));
      for (var job : engine.getJobManager().findJobsByExecutionId(work.getExecutionId())) {
        if (job instanceof TimerEntity limit) {
          limit.setDuedate(ClockUtil.getCurrentTime());
        }
      }
    }
    return null;
  }

  @Override
  public void resolveIncident(IncidentContext work) {
    // The engine's own handler does.
  }

  @Override
  public void deleteIncident(IncidentContext work) {
    // The engine's own handler does.
  }
}
