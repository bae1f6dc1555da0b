package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reopens an incident that may be back, when nobody has decided on it. */
@Component
class ReopenDelegate implements JavaDelegate {

  private final Doubts doubts;

  ReopenDelegate(Doubts doubts) {
    this.doubts = doubts;
  }

  @Override
  public void execute(DelegateExecution execution) {
    doubts.reopen(Variables.incident(execution));
    Variables.RECOVER_OUTCOME.set(execution, Doubts.REOPENED);
  }
}
