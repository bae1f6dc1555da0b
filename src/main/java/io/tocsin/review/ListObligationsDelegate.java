package io.tocsin.review;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lists what the policy owes now that the incident is resolved. */
@Component
class ListObligationsDelegate implements JavaDelegate {

  /** What the model repeats over. */
  private static final String GROUPS = "obligationGroups";

  private final Obligations obligations;

  ListObligationsDelegate(Obligations obligations) {
    this.obligations = obligations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var groups = obligations.owe(Variables.incident(execution));
    Variables.ANYTHING_OWED.set(execution, !groups.isEmpty());
    execution.setVariable(GROUPS, groups);
  }
}
