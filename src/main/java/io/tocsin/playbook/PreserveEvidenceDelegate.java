package io.tocsin.playbook;

import io.tocsin.engine.PlaybookVariables;
import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Copies, hashes and lists the evidence, once for each time that the playbook comes here. */
@Component
class PreserveEvidenceDelegate implements JavaDelegate {

  private final EvidenceVault vault;

  PreserveEvidenceDelegate(EvidenceVault vault) {
    this.vault = vault;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var key = execution.getProcessInstanceId() + ":" + execution.getCurrentActivityId();
    PlaybookVariables.EVIDENCE_PRESERVED.set(
        execution, vault.preserve(Variables.incident(execution), key));
  }
}
