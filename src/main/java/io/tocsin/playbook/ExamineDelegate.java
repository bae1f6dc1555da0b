package io.tocsin.playbook;

import io.tocsin.engine.PlaybookVariables;
import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks at the affected services as far as a machine can. */
@Component
class ExamineDelegate implements JavaDelegate {

  private final ServiceLook services;

  ExamineDelegate(ServiceLook services) {
    this.services = services;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var seen =
        services.look(Variables.incident(execution), PlaybookVariables.CHECKS.get(execution));
    PlaybookVariables.FOUND.set(execution, seen.text());
    PlaybookVariables.SEEN.set(execution, seen.seen());
  }
}
