package io.tocsin.ticket;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads afresh whether the incident is worked off by a ticket. */
@Component
class CheckTicketDelegate implements JavaDelegate {

  private final Tickets tickets;

  CheckTicketDelegate(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Variables.TICKET_WORKFLOW.set(execution, tickets.stillWanted(Variables.incident(execution)));
  }
}
