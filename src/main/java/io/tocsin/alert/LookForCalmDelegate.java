package io.tocsin.alert;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Sees whether a flapping alert has calmed down, and else when to look again. */
@Component
class LookForCalmDelegate implements JavaDelegate {

  private final AlertIntake intake;

  LookForCalmDelegate(AlertIntake intake) {
    this.intake = intake;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var again =
        intake.settle(
            Variables.ALERT_SOURCE.get(execution), Variables.ALERT_FINGERPRINT.get(execution));
    Variables.CALM.set(execution, again.isEmpty());
    again.ifPresent(at -> Variables.CALM_AT.set(execution, Date.from(at)));
  }
}
