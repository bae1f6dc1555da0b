package io.tocsin.incident;

import static java.util.Objects.requireNonNull;

import io.tocsin.database.OncePerTransaction;
import java.util.Optional;
import java.util.function.Function;

/**
 * What one transaction has read of incidents. Knows nothing of an incident that the transaction has
 * changed since ({@link SavedIncidents}).
 */
final class SeenIncidents {

  private static final OncePerTransaction<String, IncidentView> SEEN = new OncePerTransaction<>();

  /** The same of those that nobody else can change until the transaction ends. */
  private static final OncePerTransaction<String, IncidentView> HELD = new OncePerTransaction<>();

  private SeenIncidents() {}

  /** Returns an incident as this transaction has seen it already, or reads it. */
  static Optional<IncidentView> find(String number, IncidentRepository repository) {
    return Optional.ofNullable(
        SEEN.get(number, n -> repository.findByNumber(n).map(Incident::view).orElse(null)));
  }

  /** Returns an incident as this transaction holds it already, or locks it. */
  static IncidentView held(String number, Function<String, Incident> lock) {
    var view = requireNonNull(HELD.get(number, n -> lock.apply(n).view()));
    SEEN.remember(number, view);
    return view;
  }

  /** Has the incident read again. */
  static void forget(String number) {
    SEEN.forget(number);
    HELD.forget(number);
  }
}
