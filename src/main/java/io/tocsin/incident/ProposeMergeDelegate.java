package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Says on both timelines that two incidents may be one, unless one is over by now. */
@Component
class ProposeMergeDelegate implements JavaDelegate {

  private final MergeProposals proposals;

  ProposeMergeDelegate(MergeProposals proposals) {
    this.proposals = proposals;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Variables.MERGE_OPEN.set(
        execution,
        proposals.announce(Variables.incident(execution), Variables.OTHER_INCIDENT.get(execution)));
  }
}
