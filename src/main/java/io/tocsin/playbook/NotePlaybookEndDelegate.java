package io.tocsin.playbook;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Notes that a playbook was followed to its end. */
@Component
class NotePlaybookEndDelegate implements JavaDelegate {

  private final Playbooks playbooks;

  NotePlaybookEndDelegate(Playbooks playbooks) {
    this.playbooks = playbooks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    playbooks.ended(Variables.incident(execution));
  }
}
