package io.tocsin.review;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Has a review written when the severity is raised while the incident waits to be closed without
 * one.
 */
@Component
class OwedAfterAll {

  private final Incidents incidents;
  private final ResponseProcess process;

  OwedAfterAll(Incidents incidents, ResponseProcess process) {
    this.incidents = incidents;
    this.process = process;
  }

  @EventListener
  void on(IncidentChanged change) {
    var incident = change.now();
    if (change.what() == IncidentChanged.What.SEVERITY
        && incident.status() == Status.RESOLVED
        && incidents.due(incident, "reportWithin").isPresent()) {
      process.reviewOwed(incident.number());
    }
  }
}
