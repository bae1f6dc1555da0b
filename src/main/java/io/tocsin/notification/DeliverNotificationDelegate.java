package io.tocsin.notification;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Delivers one message. */
@Component
class DeliverNotificationDelegate implements JavaDelegate {

  private final Postman postman;
  private final ManagementService management;

  DeliverNotificationDelegate(Postman postman, ManagementService management) {
    this.postman = postman;
    this.management = management;
  }

  @Override
  public void execute(DelegateExecution execution) {
    postman.deliver(UUID.fromString(Variables.DELIVERY_ID.get(execution)), lastAttempt(execution));
  }

  /** The engine counts down the attempts that are left, this one included. */
  private boolean lastAttempt(DelegateExecution execution) {
    var instance = execution.getProcessInstanceId();
    return management.createJobQuery().processInstanceId(instance).unlimitedList().stream()
        .allMatch(job -> job.getRetries() <= 1);
  }
}
