package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import io.tocsin.people.Addressee;
import java.util.List;

/** Who outside hears of an incident: the recipient {@code customers}. Each source is a bean. */
public interface Customers {

  /**
   * Returns who hears of it, with the way to hear no more.
   *
   * @param services ids of what is said to be affected
   */
  List<Addressee> of(IncidentView incident, List<String> services);
}
