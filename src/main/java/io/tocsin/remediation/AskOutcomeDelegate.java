package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import io.tocsin.notification.Notifications;
import java.util.Map;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells whom the policy names that nobody saw how an action ended. */
@Component
class AskOutcomeDelegate implements JavaDelegate {

  private static final String EVENT = "outcome-unknown";

  private final ActionRuns runs;
  private final ActionRunner runner;
  private final Notifications notifications;

  AskOutcomeDelegate(ActionRuns runs, ActionRunner runner, Notifications notifications) {
    this.runs = runs;
    this.runner = runner;
    this.notifications = notifications;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var run = runs.find(Variables.ACTION_RUN.get(execution)).orElseThrow();
    var title = runner.title(run.service(), run.action());
    notifications.tell(
        Variables.incident(execution),
        EVENT,
        execution.getActivityInstanceId(),
        Map.of("action", title + ActionRequests.said(run.parameters())));
  }
}
