package io.tocsin.incident;

import io.tocsin.policy.Policy;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What a policy sets in motion at a severity: the answers to the questions of the path models. */
@Service
@Transactional
class SeverityDuties {

  /**
   * The answers for one incident.
   *
   * @param level 1 (worst) to 4
   * @param path critical, high, medium or low
   * @param newTicket whether a ticket is owed that has not been asked for yet
   */
  record Duties(
      int level,
      String path,
      boolean warRoom,
      boolean allHands,
      boolean executives,
      boolean management,
      boolean newTicket) {}

  private final Incidents incidents;
  private final IncidentTickets tickets;

  SeverityDuties(Incidents incidents, IncidentTickets tickets) {
    this.incidents = incidents;
    this.tickets = tickets;
  }

  Duties of(String number) {
    var incident = incidents.lock(number);
    var policy = incidents.policyOf(incident);
    var level = incident.severity();
    var byTicket = policy.targets(level).byTicket();
    if (byTicket && incident.ticketDueAt() != null) {
      // The ticket stays; the new severity may want it sooner or later.
      tickets.plan(number);
    }
    return new Duties(
        level,
        policy.profile().path(level),
        policy.targets(level).yes("warRoom"),
        hears(policy, "path-all-hands", level),
        hears(policy, "path-executives", level),
        hears(policy, "path-management", level),
        byTicket && incident.ticketDueAt() == null && incident.ticketUrl() == null);
  }

  private static boolean hears(Policy policy, String event, int level) {
    return !policy.audiences(event, level).isEmpty();
  }
}
