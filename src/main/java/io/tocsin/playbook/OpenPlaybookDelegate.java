package io.tocsin.playbook;

import io.tocsin.engine.PlaybookVariables;
import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Names the model that is to be followed, from the record. */
@Component
class OpenPlaybookDelegate implements JavaDelegate {

  private final Playbooks playbooks;

  OpenPlaybookDelegate(Playbooks playbooks) {
    this.playbooks = playbooks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    PlaybookVariables.PROCESS.set(execution, playbooks.process(Variables.incident(execution)));
  }
}
