package io.tocsin.publication;

import io.tocsin.engine.Variables;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads when those for whom words wait are told next. */
@Component
class ReadReleaseReminderDelegate implements JavaDelegate {

  private final Release release;

  ReadReleaseReminderDelegate(Release release) {
    this.release = release;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var id = UUID.fromString(Variables.PUBLIC_TEXT_ID.get(execution));
    Variables.WORDS_TELL_AT.set(execution, Date.from(release.tellAt(id)));
  }
}
