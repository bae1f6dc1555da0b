package io.tocsin.notification;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Raises a message that reached its recipient by no way to the operator. */
@Component
class RaiseDeliveryDelegate implements JavaDelegate {

  private final Operators operators;

  RaiseDeliveryDelegate(Operators operators) {
    this.operators = operators;
  }

  @Override
  public void execute(DelegateExecution execution) {
    operators.raise(UUID.fromString(Variables.DELIVERY_ID.get(execution)));
  }
}
