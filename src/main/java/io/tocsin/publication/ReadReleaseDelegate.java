package io.tocsin.publication;

import io.tocsin.engine.Variables;
import java.util.ArrayList;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads what words for the public wait for: a writer, a release, or nothing more. */
@Component
class ReadReleaseDelegate implements JavaDelegate {

  /** The collection that the model runs through. */
  private static final String APPROVERS = "approvers";

  private final Release release;

  ReadReleaseDelegate(Release release) {
    this.release = release;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var id = UUID.fromString(Variables.PUBLIC_TEXT_ID.get(execution));
    var next = release.next(id);
    Variables.WORDS_STATE.set(execution, next.state());
    Variables.WORDS_DUE_AT.set(execution, Date.from(next.dueAt()));
    execution.setVariable(APPROVERS, new ArrayList<>(next.approvers()));
  }
}
