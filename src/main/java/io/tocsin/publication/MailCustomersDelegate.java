package io.tocsin.publication;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Sends released words to the customers. */
@Component
class MailCustomersDelegate implements JavaDelegate {

  private final Publisher publisher;

  MailCustomersDelegate(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var id = UUID.fromString(Variables.PUBLIC_TEXT_ID.get(execution));
    publisher.mail(id);
  }
}
