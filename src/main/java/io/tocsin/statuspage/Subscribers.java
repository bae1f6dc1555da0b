package io.tocsin.statuspage;

import io.tocsin.incident.IncidentView;
import io.tocsin.notification.Customers;
import io.tocsin.people.Addressee;
import java.util.List;
import org.springframework.stereotype.Component;

/** Those who subscribed to the status page are customers. */
@Component
class Subscribers implements Customers {

  private final Subscriptions subscriptions;

  Subscribers(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  /** Nobody outside ever hears of a drill. */
  @Override
  public List<Addressee> of(IncidentView incident, List<String> services) {
    return incident.drill() ? List.of() : subscriptions.of(services);
  }
}
