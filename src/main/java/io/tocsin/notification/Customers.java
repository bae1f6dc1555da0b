package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import io.tocsin.people.Addressee;
import java.util.List;

/** Who outside hears of an incident: the recipient {@code customers}. Each source is a bean. */
public interface Customers {

  /** Returns who hears of it by what is affected, with the way to hear no more. */
  List<Addressee> of(IncidentView incident);
}
