package io.tocsin.publication;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells those for whom words for the public wait. */
@Component
class TellReleaseDelegate implements JavaDelegate {

  private final Release release;

  TellReleaseDelegate(Release release) {
    this.release = release;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var id = UUID.fromString(Variables.PUBLIC_TEXT_ID.get(execution));
    release.tell(id);
  }
}
