package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import io.tocsin.people.Addressee;
import java.util.Optional;

/** Where an incident is talked about: the recipient {@code incident-channel}. */
public interface IncidentRoom {

  /** Returns the incident's own channel, once it is open. */
  Optional<Addressee> of(IncidentView incident);
}
