package io.tocsin.publication;

import io.tocsin.engine.Variables;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads whether the customers get the words by e-mail, and when. */
@Component
class PlanCustomerMailDelegate implements JavaDelegate {

  private final Publisher publisher;

  PlanCustomerMailDelegate(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var id = UUID.fromString(Variables.PUBLIC_TEXT_ID.get(execution));
    var plan = publisher.planMail(id);
    Variables.MAIL_STATE.set(execution, plan.state());
    if (plan.at() != null) {
      Variables.MAIL_AT.set(execution, Date.from(plan.at()));
    }
  }
}
