package io.tocsin.notification;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Takes the step of the ladder that is due. */
@Component
class TakeEscalationStepDelegate implements JavaDelegate {

  private final EscalationCalls calls;

  TakeEscalationStepDelegate(EscalationCalls calls) {
    this.calls = calls;
  }

  @Override
  public void execute(DelegateExecution execution) {
    calls.take(Variables.incident(execution), Variables.ESCALATION_STEP.get(execution));
  }
}
