package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads from the catalog what an action asks for before it runs. */
@Component
class PrepareActionDelegate implements JavaDelegate {

  private final ActionRequests requests;

  PrepareActionDelegate(ActionRequests requests) {
    this.requests = requests;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var request =
        requests.get(Variables.incident(execution), Variables.ACTION_REQUEST.get(execution));
    Variables.PARAMETERS_ASKED.set(
        execution,
        requests.action(request).map(action -> !action.parameters().isEmpty()).orElse(false));
    Variables.APPROVAL_NEEDED.set(execution, requests.approvalNeeded(request));
  }
}
