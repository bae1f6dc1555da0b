package io.tocsin.engine;

import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.history.event.HistoricProcessInstanceEventEntity;
import org.camunda.bpm.engine.impl.history.event.HistoryEvent;
import org.camunda.bpm.engine.impl.history.event.HistoryEventTypes;
import org.camunda.bpm.engine.impl.history.handler.HistoryEventHandler;
import org.springframework.context.ApplicationEventPublisher;

/** Says when an instance was migrated, also by the Cockpit or the engine's REST API. */
class MovedInstances implements HistoryEventHandler {

  private final ApplicationEventPublisher events;

  MovedInstances(ApplicationEventPublisher events) {
    this.events = events;
  }

  @Override
  public void handleEvent(HistoryEvent event) {
    if (event.isEventOfType(HistoryEventTypes.PROCESS_INSTANCE_MIGRATE)
        && event instanceof HistoricProcessInstanceEventEntity instance) {
      var engine = Context.getCommandContext();
      var definition =
          engine
              .getProcessEngineConfiguration()
              .getDeploymentCache()
              .findDeployedProcessDefinitionById(instance.getProcessDefinitionId());
      events.publishEvent(
          new ModelMoved(
              instance.getProcessInstanceId(),
              BusinessKey.incident(instance.getBusinessKey()),
              definition.getKey(),
              Objects.requireNonNullElse(definition.getName(), definition.getKey()),
              definition.getId(),
              definition.getVersion(),
              engine.getAuthenticatedUserId()));
    }
  }

  @Override
  public void handleEvents(List<HistoryEvent> all) {
    all.forEach(this::handleEvent);
  }
}
