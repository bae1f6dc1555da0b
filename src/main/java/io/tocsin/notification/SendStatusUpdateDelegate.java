package io.tocsin.notification;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Sends what was written for the audience of a clock. */
@Component
class SendStatusUpdateDelegate implements JavaDelegate {

  private final WrittenUpdates updates;

  SendStatusUpdateDelegate(WrittenUpdates updates) {
    this.updates = updates;
  }

  @Override
  public void execute(DelegateExecution execution) {
    updates.send(Variables.incident(execution), Variables.AUDIENCE.get(execution));
  }
}
