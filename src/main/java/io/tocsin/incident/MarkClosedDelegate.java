package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Everything owed is done. */
@Component
class MarkClosedDelegate implements JavaDelegate {

  private final Incidents incidents;

  MarkClosedDelegate(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public void execute(DelegateExecution execution) {
    incidents.moveTo(Variables.incident(execution), Status.CLOSED, null, Actor.ENGINE);
  }
}
