package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads the severity afresh from the record, with what the policy says of the war room. */
@Component
class ReadSeverityDelegate implements JavaDelegate {

  private final Incidents incidents;

  ReadSeverityDelegate(Incidents incidents) {
    this.incidents = incidents;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var incident = incidents.lock(Variables.incident(execution));
    var targets = incidents.policyOf(incident).targets(incident.severity());
    Variables.LEVEL.set(execution, incident.severity());
    Variables.WAR_ROOM.set(execution, targets.yes("warRoom"));
  }
}
