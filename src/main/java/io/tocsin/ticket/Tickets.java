package io.tocsin.ticket;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentTickets;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.wall.DrillWall;
import io.tocsin.wall.Exit;
import org.springframework.stereotype.Service;

/** The ticket that an incident is worked off by, in the steps of its model. */
@Service
class Tickets {

  /** What came of asking for a ticket: it is known or not wanted any more, or a person is asked. */
  enum Outcome {
    SETTLED,
    BY_HAND
  }

  private final Incidents incidents;
  private final IncidentTickets record;
  private final TicketWebhook webhook;
  private final DrillWall wall;

  Tickets(Incidents incidents, IncidentTickets record, TicketWebhook webhook, DrillWall wall) {
    this.incidents = incidents;
    this.record = record;
    this.webhook = webhook;
    this.wall = wall;
  }

  /**
   * Notes when the ticket is due.
   *
   * @return whether it is opened without a person: by the webhook, or in a drill not at all
   */
  boolean plan(String number) {
    record.plan(number);
    return webhook.configured() || !wall.permits(incidents.get(number), Exit.TICKET);
  }

  /** Returns whether the severity is still one that is worked off by a ticket. */
  boolean stillWanted(String number) {
    var wanted = byTicket(incidents.get(number));
    if (!wanted) {
      record.notNeeded(number);
    }
    return wanted;
  }

  /**
   * Opens the ticket. A second time, after a crash or a retry, asks with the same key.
   *
   * @param lastAttempt whether nobody tries again by itself
   * @throws IllegalStateException when trying again may help
   */
  Outcome open(String number, boolean lastAttempt) {
    var incident = incidents.get(number);
    if (incident.ticketUrl() != null || incident.status().over() || !stillWanted(number)) {
      return Outcome.SETTLED;
    }
    if (!wall.permits(incident, Exit.TICKET)) {
      record.without(number, "this is a drill, one would be opened here", Actor.ENGINE);
      return Outcome.SETTLED;
    }
    if (!webhook.configured()) {
      return Outcome.BY_HAND;
    }
    // The incident is not held meanwhile: people go on working on it.
    var answer = webhook.open(incident, number + ":ticket");
    if (answer.link() != null) {
      // Somebody may have linked one while the other side was thinking.
      if (incidents.lock(number).ticketUrl() == null) {
        record.link(number, answer.link(), Actor.ENGINE);
      }
      return Outcome.SETTLED;
    }
    if (answer.again() && !lastAttempt) {
      throw new IllegalStateException("The ticket could not be opened: " + answer.why());
    }
    record.without(
        number, "it could not be opened, " + answer.why() + "; a person is asked", Actor.ENGINE);
    return Outcome.BY_HAND;
  }

  private boolean byTicket(IncidentView incident) {
    return incidents.policyOf(incident).targets(incident.severity()).byTicket();
  }
}
