package io.tocsin.publication;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Puts released words on the status page. */
@Component
class PostWordsDelegate implements JavaDelegate {

  private final Publisher publisher;

  PostWordsDelegate(Publisher publisher) {
    this.publisher = publisher;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var id = UUID.fromString(Variables.PUBLIC_TEXT_ID.get(execution));
    publisher.post(id);
    Variables.SOCIAL_DRAFT.set(execution, publisher.socialDraft(id));
  }
}
