package io.tocsin.review;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentView;
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
  private final Reviews reviews;
  private final ResponseProcess process;

  OwedAfterAll(Incidents incidents, Reviews reviews, ResponseProcess process) {
    this.incidents = incidents;
    this.reviews = reviews;
    this.process = process;
  }

  @EventListener
  void on(IncidentChanged change) {
    var incident = change.now();
    if (change.what() == IncidentChanged.What.SEVERITY
        && incident.status() == Status.RESOLVED
        && incidents.due(incident, "reportWithin").isPresent()
        && !written(incident)) {
      process.reviewOwed(incident.number());
    }
  }

  /** One of before a reopening is about something else. */
  private boolean written(IncidentView incident) {
    var resolved = incident.resolvedAt();
    return reviews
        .newest(incident.number())
        .filter(review -> resolved == null || !review.at().isBefore(resolved))
        .isPresent();
  }
}
