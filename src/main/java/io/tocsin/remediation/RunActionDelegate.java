package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import io.tocsin.remediation.ActionRun.State;
import java.time.Clock;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Runs what was asked for, once, or hands it to a worker. */
@Component
class RunActionDelegate implements JavaDelegate {

  private final ActionRequests requests;
  private final ActionRunner runner;
  private final Clock clock;

  RunActionDelegate(ActionRequests requests, ActionRunner runner, Clock clock) {
    this.requests = requests;
    this.runner = runner;
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var order =
        requests.order(Variables.incident(execution), Variables.ACTION_REQUEST.get(execution));
    var run = runner.run(order);
    var work = requests.work(order);
    var working = run.state() == State.STARTED && work.isPresent();
    Variables.BY_WORKER.set(execution, working);
    if (working) {
      Variables.WORKER_TOPIC.set(execution, work.get().topic());
      Variables.WORKER_LIMIT_AT.set(execution, Date.from(clock.instant().plus(work.get().limit())));
      work.get().variables().forEach(execution::setVariable);
    }
    Variables.OUTCOME_KNOWN.set(
        execution, run.state() == State.SUCCEEDED || run.state() == State.FAILED);
    Variables.ACTION_OUTCOME.set(execution, run.state().word());
  }
}
