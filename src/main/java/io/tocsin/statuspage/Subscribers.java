package io.tocsin.statuspage;

import io.tocsin.incident.IncidentView;
import io.tocsin.notification.Customers;
import io.tocsin.people.Addressee;
import io.tocsin.wall.DrillWall;
import io.tocsin.wall.Exit;
import java.util.List;
import org.springframework.stereotype.Component;

/** Those who subscribed to the status page are customers. */
@Component
class Subscribers implements Customers {

  private final Subscriptions subscriptions;
  private final DrillWall wall;

  Subscribers(Subscriptions subscriptions, DrillWall wall) {
    this.subscriptions = subscriptions;
    this.wall = wall;
  }

  /** Nobody outside ever hears of a drill. */
  @Override
  public List<Addressee> of(IncidentView incident, List<String> services) {
    return wall.permits(incident, Exit.CUSTOMERS) ? subscriptions.of(services) : List.of();
  }
}
