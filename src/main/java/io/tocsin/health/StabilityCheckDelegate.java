package io.tocsin.health;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Checks once whether an incident stays resolved. */
@Component
class StabilityCheckDelegate implements JavaDelegate {

  private final Stabilisation stabilisation;

  StabilityCheckDelegate(Stabilisation stabilisation) {
    this.stabilisation = stabilisation;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Variables.HEALTHY.set(execution, stabilisation.check(Variables.incident(execution)));
    Variables.CHECKS_DONE.set(execution, Variables.CHECKS_DONE.find(execution).orElse(0) + 1);
  }
}
