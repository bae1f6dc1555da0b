package io.tocsin.alert;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** A maintenance window is over: what it muted and still fires counts as new. */
@Component
class CountAsNewDelegate implements JavaDelegate {

  private final AlertIntake intake;

  CountAsNewDelegate(AlertIntake intake) {
    this.intake = intake;
  }

  @Override
  public void execute(DelegateExecution execution) {
    intake.release(UUID.fromString(Variables.WINDOW_ID.get(execution)));
  }
}
