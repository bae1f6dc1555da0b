package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Errors;
import io.tocsin.remediation.ActionRun.Order;
import io.tocsin.remediation.ActionRun.State;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Runs the chosen action, once per round. */
@Component
class RunActionDelegate implements JavaDelegate {

  private final ActionRunner runner;

  RunActionDelegate(ActionRunner runner) {
    this.runner = runner;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var number = Variables.incident(execution);
    var chosen = new Mitigation(Variables.MITIGATION.get(execution), "");
    var round = Variables.MITIGATION_ROUND.get(execution);
    var key = number + ":" + execution.getCurrentActivityId() + ":" + round;
    var actor = Variables.MITIGATION_CHOSEN_BY.get(execution);
    var run = runner.run(new Order(key, number, chosen.service(), chosen.action(), actor));
    if (run.state() == State.FAILED) {
      throw new BpmnError(Errors.ACTION_FAILED);
    }
  }
}
