package io.tocsin.playbook;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks whether another playbook fits best, now that more is known. */
@Component
class ReconsiderPlaybookDelegate implements JavaDelegate {

  private final Playbooks playbooks;

  ReconsiderPlaybookDelegate(Playbooks playbooks) {
    this.playbooks = playbooks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    playbooks.reconsider(Variables.incident(execution));
  }
}
