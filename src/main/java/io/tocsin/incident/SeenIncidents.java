package io.tocsin.incident;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one transaction has read of incidents: a single step of a process asks some twenty times for
 * the same one. Ends with the transaction, and knows nothing of an incident that the transaction
 * has locked or changed ({@link SavedIncidents}) since.
 */
final class SeenIncidents implements TransactionSynchronization {

  private final Map<String, IncidentView> seen = new HashMap<>();

  private SeenIncidents() {}

  /** Returns an incident as this transaction has seen it already, or reads it. */
  static Optional<IncidentView> find(String number, IncidentRepository repository) {
    var seen = current();
    if (seen == null) {
      return read(number, repository);
    }
    return Optional.ofNullable(
        seen.seen.computeIfAbsent(number, n -> read(n, repository).orElse(null)));
  }

  private static Optional<IncidentView> read(String number, IncidentRepository repository) {
    return repository.findByNumber(number).map(Incident::view);
  }

  /** Has the incident read again. */
  static void forget(String number) {
    var seen = current();
    if (seen != null) {
      seen.seen.remove(number);
    }
  }

  private static @Nullable SeenIncidents current() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.isSynchronizationActive()) {
      return null;
    }
    // Not a resource of the thread: this goes away together with a transaction that is suspended.
    for (var synchronization : TransactionSynchronizationManager.getSynchronizations()) {
      if (synchronization instanceof SeenIncidents seen) {
        return seen;
      }
    }
    var seen = new SeenIncidents();
    TransactionSynchronizationManager.registerSynchronization(seen);
    return seen;
  }
}
