package io.tocsin.playbook;

import io.tocsin.engine.PlaybookVariables;
import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Asks for a step of the ladder that reaches somebody outside. */
@Component
class CallOutsideDelegate implements JavaDelegate {

  private final OutsideHelp help;

  CallOutsideDelegate(OutsideHelp help) {
    this.help = help;
  }

  @Override
  public void execute(DelegateExecution execution) {
    help.call(Variables.incident(execution), PlaybookVariables.STEPS.get(execution));
  }
}
