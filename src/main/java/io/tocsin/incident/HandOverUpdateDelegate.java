package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** The commander has to write an update that nobody wrote in time. */
@Component
class HandOverUpdateDelegate implements JavaDelegate {

  private final UpdateClock clock;

  HandOverUpdateDelegate(UpdateClock clock) {
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    clock.handOver(Variables.incident(execution), Variables.AUDIENCE.get(execution));
  }
}
