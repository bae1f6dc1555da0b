package io.tocsin.health;

import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Notes that an incident could not be resolved on request. */
@Component
class NoteGateFailedDelegate implements JavaDelegate {

  private final Timeline timeline;

  NoteGateFailedDelegate(Timeline timeline) {
    this.timeline = timeline;
  }

  @Override
  public void execute(DelegateExecution execution) {
    timeline.add(
        Variables.incident(execution),
        Actor.ENGINE,
        "health",
        "Not resolved: the health gate failed. Ask again when the services are healthy");
  }
}
