package io.tocsin.ticket;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Notes when the ticket is due, and whether a webhook opens it. */
@Component
class NoteTicketDelegate implements JavaDelegate {

  private final Tickets tickets;

  NoteTicketDelegate(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Variables.TICKET_WEBHOOK.set(execution, tickets.plan(Variables.incident(execution)));
  }
}
