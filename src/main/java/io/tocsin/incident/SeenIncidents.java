package io.tocsin.incident;

import io.tocsin.database.OncePerTransaction;
import java.util.Optional;

/**
 * What one transaction has read of incidents. Knows nothing of an incident that the transaction has
 * changed since ({@link SavedIncidents}), and what it has locked as it was then.
 */
final class SeenIncidents {

  private static final OncePerTransaction<String, IncidentView> SEEN = new OncePerTransaction<>();

  private SeenIncidents() {}

  /** Returns an incident as this transaction has seen it already, or reads it. */
  static Optional<IncidentView> find(String number, IncidentRepository repository) {
    return Optional.ofNullable(
        SEEN.get(number, n -> repository.findByNumber(n).map(Incident::view).orElse(null)));
  }

  /** Has the incident read again. */
  static void forget(String number) {
    SEEN.forget(number);
  }

  /** Takes an incident that nobody else can change any more as it is. */
  static IncidentView locked(Incident incident) {
    var view = incident.view();
    SEEN.remember(incident.number, view);
    return view;
  }
}
