package io.tocsin.incident;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells the escalation clock which step is next, and when. */
@Component
class NextEscalationStepDelegate implements JavaDelegate {

  private final Escalation escalation;

  NextEscalationStepDelegate(Escalation escalation) {
    this.escalation = escalation;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var next = escalation.next(Variables.incident(execution));
    Variables.STEP_STATE.set(execution, next.state());
    if (next.step() != null && next.at() != null) {
      Variables.ESCALATION_STEP.set(execution, next.step());
      Variables.ESCALATION_DUE_AT.set(execution, Date.from(next.at()));
    }
  }
}
