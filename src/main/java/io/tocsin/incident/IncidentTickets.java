package io.tocsin.incident;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The ticket that an incident is worked off by, on its record. */
@Service
@Transactional
public class IncidentTickets {

  private final IncidentRepository repository;
  private final Incidents incidents;
  private final Timeline timeline;

  IncidentTickets(IncidentRepository repository, Incidents incidents, Timeline timeline) {
    this.repository = repository;
    this.incidents = incidents;
    this.timeline = timeline;
  }

  /**
   * Hands the incident over to a ticket, due when the policy wants a response.
   *
   * @return when that is; null when the policy does not say
   */
  public @Nullable Instant plan(String number) {
    var incident = repository.locked(number);
    var due = incidents.due(incident.view(), "respondWithin").orElse(null);
    if (!Objects.equals(due, incident.ticketDueAt)) {
      incident.ticketDueAt = due;
      repository.save(incident);
      timeline.add(
          number,
          Actor.ENGINE,
          "ticket",
          "Worked off by a ticket" + (due == null ? "" : ", due " + Texts.time(due)));
    }
    return due;
  }

  /**
   * Links the ticket that the incident is worked off by; the same link again changes nothing.
   *
   * @throws InvalidInputException when it is no web address
   */
  public IncidentView link(String number, String url, Actor actor) {
    var link = WebLink.of("url", url);
    var incident = repository.locked(number);
    incident.requireOpen();
    if (!link.equals(incident.ticketUrl)) {
      var before = incident.ticketUrl;
      incident.ticketUrl = link;
      timeline.add(
          number,
          actor,
          "ticket",
          "Ticket: " + link + (before == null ? "" : ", instead of " + before));
    }
    return repository.save(incident).view();
  }

  /** Notes that no ticket is opened, because a severity or a person wants none. */
  public void without(String number, String why, Actor actor) {
    repository.locked(number);
    timeline.add(number, actor, "ticket", "No ticket: " + why);
  }

  /** Forgets a ticket that was asked for and never linked. */
  public void notNeeded(String number) {
    var incident = repository.locked(number);
    if (incident.ticketUrl == null && incident.ticketDueAt != null) {
      incident.ticketDueAt = null;
      repository.save(incident);
      without(number, incident.severityLabel + " is not worked off by a ticket", Actor.ENGINE);
    }
  }
}
