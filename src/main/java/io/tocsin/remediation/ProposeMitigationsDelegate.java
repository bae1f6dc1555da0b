package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Opens the next round of choosing a mitigation. */
@Component
class ProposeMitigationsDelegate implements JavaDelegate {

  private final Mitigations mitigations;

  ProposeMitigationsDelegate(Mitigations mitigations) {
    this.mitigations = mitigations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Variables.MITIGATION_ROUND.set(execution, mitigations.propose(Variables.incident(execution)));
  }
}
