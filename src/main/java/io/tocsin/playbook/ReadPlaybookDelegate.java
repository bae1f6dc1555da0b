package io.tocsin.playbook;

import io.tocsin.engine.PlaybookVariables;
import io.tocsin.engine.Variables;
import io.tocsin.incident.Incidents;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Looks which playbook is followed and whether one fits; and, when the incident was reopened,
 * whether something has joined while nobody responded to it.
 */
@Component
class ReadPlaybookDelegate implements JavaDelegate {

  private final Playbooks playbooks;
  private final Preserved preserved;
  private final Incidents incidents;

  ReadPlaybookDelegate(Playbooks playbooks, Preserved preserved, Incidents incidents) {
    this.playbooks = playbooks;
    this.preserved = preserved;
    this.incidents = incidents;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var number = Variables.incident(execution);
    PlaybookVariables.STATE.set(execution, playbooks.next(number));
    preserved.wantMore(incidents.get(number));
  }
}
