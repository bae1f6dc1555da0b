package io.tocsin.notification;

import io.tocsin.engine.Variables;
import java.util.HashMap;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells the policy's audiences of an event of the model. */
@Component
class NotifyDelegate implements JavaDelegate {

  private final Notifications notifications;

  NotifyDelegate(Notifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var fields = new HashMap<String, Object>();
    var audience = Variables.AUDIENCE.find(execution);
    audience.ifPresent(name -> fields.put("audience", name));
    Variables.UPDATE_DUE_AT.find(execution).ifPresent(at -> fields.put("due", at.toInstant()));
    Variables.REVIEW_DUE_AT.find(execution).ifPresent(at -> fields.put("due", at.toInstant()));
    // The clocks of two audiences may be due at one time.
    var round = audience.map(name -> name + "-").orElse("") + Variables.ROUND.get(execution);
    var unless =
        Variables.UNLESS_TOLD
            .find(execution)
            .map(events -> List.of(events.split(",")))
            .orElse(List.of());
    notifications.tell(
        Variables.incident(execution), Variables.EVENT.get(execution), round, unless, fields);
  }
}
