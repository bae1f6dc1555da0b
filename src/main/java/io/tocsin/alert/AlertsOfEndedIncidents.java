package io.tocsin.alert;

import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Status;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What becomes of alerts when their incident is resolved, reopened or ends, in the same
 * transaction.
 */
@Component
class AlertsOfEndedIncidents {

  private final AlertStore store;

  AlertsOfEndedIncidents(AlertStore store) {
    this.store = store;
  }

  @EventListener
  void on(IncidentChanged change) {
    if (change.what() != IncidentChanged.What.STATUS) {
      return;
    }
    var incident = change.now();
    switch (incident.status()) {
      case RESOLVED -> store.lookAt(incident.number(), true);
      // It may have been reopened.
      case INVESTIGATING -> store.lookAt(incident.number(), false);
      case CLOSED, DISMISSED -> end(incident);
      default -> {}
    }
  }

  private void end(IncidentView ended) {
    if (ended.mergedInto() != null) {
      store.move(ended.number(), ended.mergedInto());
    } else if (ended.status() == Status.CLOSED) {
      store.forgetAll(ended.number());
    } else {
      // Dismissed: what still fires is known to be no incident, and stays muted until it resolves,
      // begins anew or becomes worse.
      store.forgetResolved(ended.number());
      store.lookAt(ended.number(), true);
    }
  }
}
