package io.tocsin.playbook;

import io.tocsin.engine.PlaybookVariables;
import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks which playbook is followed and whether one fits. */
@Component
class ReadPlaybookDelegate implements JavaDelegate {

  private final Playbooks playbooks;

  ReadPlaybookDelegate(Playbooks playbooks) {
    this.playbooks = playbooks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    PlaybookVariables.STATE.set(execution, playbooks.next(Variables.incident(execution)));
  }
}
