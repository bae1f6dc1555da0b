package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** The health gate has passed and the fix is verified. */
@Component
class MarkResolvedDelegate implements JavaDelegate {

  private final Incidents incidents;

  MarkResolvedDelegate(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public void execute(DelegateExecution execution) {
    incidents.moveTo(Variables.incident(execution), Status.RESOLVED, null, Actor.ENGINE);
  }
}
