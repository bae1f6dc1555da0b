package io.tocsin.alert;

import io.tocsin.incident.IncidentClosed;
import io.tocsin.incident.Status;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** What becomes of alerts when their incident ends, in the transaction that ends it. */
@Component
class AlertsOfEndedIncidents {

  private final AlertStore store;

  AlertsOfEndedIncidents(AlertStore store) {
    this.store = store;
  }

  @EventListener
  void on(IncidentClosed ended) {
    if (ended.mergedInto() != null) {
      store.move(ended.number(), ended.mergedInto());
    } else if (ended.status() == Status.CLOSED) {
      store.forgetAll(ended.number());
    } else {
      // Dismissed: what still fires is known to be no incident, and stays muted until it resolves.
      store.forgetResolved(ended.number());
    }
  }
}
