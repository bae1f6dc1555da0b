package io.tocsin.training;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reminds the holder of a qualification of its renewal, or says that it has run out. */
@Component
class RemindOfRenewalDelegate implements JavaDelegate {

  private final Qualified qualified;

  RemindOfRenewalDelegate(Qualified qualified) {
    this.qualified = qualified;
  }

  @Override
  public void execute(DelegateExecution execution) {
    qualified.tell(Variables.QUALIFICATION_ID.get(execution));
  }
}
