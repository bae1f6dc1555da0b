package io.tocsin.notification;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells of the deadline that is close or missed. */
@Component
class TellDeadlineDelegate implements JavaDelegate {

  private final DeadlineNotices notices;

  TellDeadlineDelegate(DeadlineNotices notices) {
    this.notices = notices;
  }

  @Override
  public void execute(DelegateExecution execution) {
    notices.tell(Variables.incident(execution));
  }
}
