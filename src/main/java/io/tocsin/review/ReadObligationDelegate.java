package io.tocsin.review;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads what is left of the duties of one role by one deadline. */
@Component
class ReadObligationDelegate implements JavaDelegate {

  private final Obligations obligations;

  ReadObligationDelegate(Obligations obligations) {
    this.obligations = obligations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Variables.OBLIGATION_STATE.set(
        execution,
        obligations.state(
            Variables.incident(execution), Variables.OBLIGATION_GROUP.get(execution)));
  }
}
