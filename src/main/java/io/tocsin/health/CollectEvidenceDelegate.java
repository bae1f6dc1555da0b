package io.tocsin.health;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Puts the first evidence on the timeline. */
@Component
class CollectEvidenceDelegate implements JavaDelegate {

  private final Evidence evidence;

  CollectEvidenceDelegate(Evidence evidence) {
    this.evidence = evidence;
  }

  @Override
  public void execute(DelegateExecution execution) {
    evidence.collect(Variables.incident(execution));
  }
}
