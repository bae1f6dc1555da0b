package io.tocsin.health;

import io.tocsin.engine.Variables;
import io.tocsin.incident.Status;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Makes one attempt of a health gate. */
@Component
class HealthGateDelegate implements JavaDelegate {

  private final HealthGates gates;

  HealthGateDelegate(HealthGates gates) {
    this.gates = gates;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var attempt =
        gates.attempt(
            Variables.incident(execution),
            Variables.GATE_ROUND.find(execution).orElse(0),
            Variables.GATE_PASSES.find(execution).orElse(0),
            Variables.GATE_CAME_FROM.find(execution).map(Status::of).orElse(null));
    Variables.GATE_ROUND.set(execution, attempt.round());
    Variables.GATE_PASSES.set(execution, attempt.passes());
    Variables.GATE_VERDICT.set(execution, attempt.verdict());
    Variables.GATE_NEXT_AT.set(execution, Date.from(attempt.nextAt()));
    Variables.GATE_CAME_FROM.set(execution, attempt.cameFrom().word());
    Variables.HEALTHY.set(execution, attempt.passed());
  }
}
