package io.tocsin.notification;

import io.tocsin.engine.Variables;
import io.tocsin.engine.model.DeliverNotification.Elements;
import io.tocsin.notification.Postman.Outcome.What;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tries to deliver one message. */
@Component
class DeliverNotificationDelegate implements JavaDelegate {

  private final Postman postman;
  private final Fallbacks fallbacks;
  private final Operators operators;

  DeliverNotificationDelegate(Postman postman, Fallbacks fallbacks, Operators operators) {
    this.postman = postman;
    this.fallbacks = fallbacks;
    this.operators = operators;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var id = UUID.fromString(Variables.DELIVERY_ID.get(execution));
    var outcome = postman.deliver(id);
    Variables.DELIVERY_STATE.set(execution, outcome.what().word());
    if (outcome.next() != null) {
      Variables.DELIVERY_NEXT_AT.set(execution, Date.from(outcome.next()));
    }
    if (!drawn(execution)) {
      finish(id, outcome);
    }
  }

  /** A model without the ways on ends here: the engine itself tries their jobs again. */
  private void finish(UUID id, Postman.Outcome outcome) {
    if (outcome.what() == What.WAITING) {
      throw new IllegalStateException("It is tried again at " + outcome.next());
    }
    if (outcome.what() == What.GIVEN_UP && !fallbacks.fallBack(id)) {
      operators.raise(id);
    }
  }

  private static boolean drawn(DelegateExecution execution) {
    return execution.getBpmnModelInstance().getModelElementById(Elements.EVENT_TIME_TO_TRY_AGAIN)
        != null;
  }
}
