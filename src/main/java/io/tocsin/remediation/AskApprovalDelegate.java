package io.tocsin.remediation;

import io.tocsin.engine.Variables;
import io.tocsin.notification.Notifications;
import io.tocsin.people.People;
import java.util.HashMap;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/**
 * Tells whom the policy names that an action waits for their approval, and others who may give it
 * where whoever commands may not.
 */
@Component
class AskApprovalDelegate implements JavaDelegate {

  private final ActionRequests requests;
  private final Notifications notifications;
  private final Approvers approvers;
  private final People people;

  AskApprovalDelegate(
      ActionRequests requests, Notifications notifications, Approvers approvers, People people) {
    this.requests = requests;
    this.notifications = notifications;
    this.approvers = approvers;
    this.people = people;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var incident = Variables.incident(execution);
    var request = requests.get(incident, Variables.ACTION_REQUEST.get(execution));
    var fields = new HashMap<String, Object>();
    fields.put("action", requests.title(request) + ActionRequests.said(request.parameters()));
    fields.put("author", people.name(request.chosenBy()));
    if (request.reason() != null) {
      fields.put("reason", request.reason());
    }
    notifications.tell(incident, Approvers.ASKED, execution.getActivityInstanceId(), fields);
    approvers.askOthers(request, execution.getActivityInstanceId(), fields);
  }
}
