package io.tocsin.notification;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Promises a message that was given up by the recipient's next channel. */
@Component
class FallBackDelegate implements JavaDelegate {

  private final Fallbacks fallbacks;

  FallBackDelegate(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var id = UUID.fromString(Variables.DELIVERY_ID.get(execution));
    Variables.DELIVERY_HANDED_ON.set(execution, fallbacks.fallBack(id));
  }
}
