package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import io.tocsin.remediation.ActionRun.State;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks up how a run ended that no model waited for. */
@Component
class SettleActionDelegate implements JavaDelegate {

  private final ActionRunner runner;

  SettleActionDelegate(ActionRunner runner) {
    this.runner = runner;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var run = runner.settled(Variables.ACTION_RUN.get(execution));
    Variables.OUTCOME_KNOWN.set(
        execution, run.state() == State.SUCCEEDED || run.state() == State.FAILED);
  }
}
