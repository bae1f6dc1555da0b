package io.tocsin.ticket;

import io.tocsin.engine.Answers;
import io.tocsin.engine.TaskContext;
import io.tocsin.engine.TaskForm;
import io.tocsin.engine.model.Ticket;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentTickets;
import io.tocsin.incident.WebLink;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Where the ticket is, or why there is none. */
@Component
class LinkTicketForm implements TaskForm {

  private final IncidentTickets tickets;

  LinkTicketForm(IncidentTickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public String task() {
    return Ticket.Elements.TASK_LINK_TICKET;
  }

  @Override
  public Set<String> fields() {
    return Set.of("ticketChoice", "ticketUrl", "ticketReason");
  }

  @Override
  public Map<String, @Nullable Object> prefill(TaskContext task) {
    return Map.of("ticketChoice", "link");
  }

  @Override
  public Map<String, Object> submit(TaskContext task, Answers answers) {
    var actor = Actor.tasklist(task.actor());
    if (answers.choice("ticketChoice", Set.of("link", "here")).equals("link")) {
      var link = answers.required("ticketUrl", "give the link of the ticket");
      tickets.link(task.incident(), WebLink.of("ticketUrl", link), actor);
    } else {
      var why = answers.required("ticketReason", "say why it needs no ticket");
      tickets.without(task.incident(), "worked off here. " + why, actor);
    }
    return Map.of();
  }
}
