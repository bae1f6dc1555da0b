package io.tocsin.ticket;

import io.tocsin.engine.Variables;
import io.tocsin.engine.model.Errors;
import io.tocsin.ticket.Tickets.Outcome;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Opens the ticket, or has a person asked for its link. */
@Component
class OpenTicketDelegate implements JavaDelegate {

  private final Tickets tickets;
  private final ManagementService management;

  OpenTicketDelegate(Tickets tickets, ManagementService management) {
    this.tickets = tickets;
    this.management = management;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var outcome = tickets.open(Variables.incident(execution), lastAttempt(execution));
    if (outcome == Outcome.BY_HAND) {
      throw new BpmnError(Errors.NO_TICKET);
    }
  }

  /** The engine counts down the attempts that are left, this one included. */
  private boolean lastAttempt(DelegateExecution execution) {
    var instance = execution.getProcessInstanceId();
    return management.createJobQuery().processInstanceId(instance).unlimitedList().stream()
        .allMatch(job -> job.getRetries() <= 1);
  }
}
