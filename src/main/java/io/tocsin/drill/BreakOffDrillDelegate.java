package io.tocsin.drill;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Ends the response of a drill that was broken off. */
@Component
class BreakOffDrillDelegate implements JavaDelegate {

  private final Drills drills;

  BreakOffDrillDelegate(Drills drills) {
    this.drills = drills;
  }

  @Override
  public void execute(DelegateExecution execution) {
    drills.dismiss(Variables.incident(execution));
  }
}
