package io.tocsin.playbook;

import io.tocsin.engine.PlaybookVariables;
import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Copies, hashes and lists the evidence of services that have joined since the last list. */
@Component
class PreserveMoreEvidenceDelegate implements JavaDelegate {

  private final EvidenceVault vault;

  PreserveMoreEvidenceDelegate(EvidenceVault vault) {
    this.vault = vault;
  }

  @Override
  public void execute(DelegateExecution execution) {
    // Each round has an execution of its own.
    var key = execution.getId() + ":" + execution.getCurrentActivityId();
    PlaybookVariables.EVIDENCE_PRESERVED.set(
        execution, vault.preserveMore(Variables.incident(execution), key));
  }
}
