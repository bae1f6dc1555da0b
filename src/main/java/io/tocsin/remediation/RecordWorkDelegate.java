package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Records what a worker said at its end. */
@Component
class RecordWorkDelegate implements JavaDelegate {

  private final ActionRequests requests;
  private final ActionRunner runner;

  RecordWorkDelegate(ActionRequests requests, ActionRunner runner) {
    this.requests = requests;
    this.runner = runner;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var order =
        requests.order(Variables.incident(execution), Variables.ACTION_REQUEST.get(execution));
    var error = Variables.WORKER_ERROR.find(execution);
    var output =
        Variables.OUTPUT
            .find(execution)
            .or(() -> Variables.WORKER_OUTPUT.find(execution))
            .orElse("");
    var said = error.map(code -> (code + " " + output).strip()).orElse(output);
    var run = runner.ended(order.key(), error.isEmpty(), said);
    Variables.OUTCOME_KNOWN.set(execution, true);
    Variables.ACTION_OUTCOME.set(execution, run.state().word());
  }
}
