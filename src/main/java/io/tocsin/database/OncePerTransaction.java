package io.tocsin.database;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one transaction has read: a single step of a process asks some twenty times for the same.
 * Whoever changes in a transaction what it may have read has it read again ({@link #forget}).
 * Without a transaction everything is read each time.
 */
public final class OncePerTransaction<K, V> {

  /**
   * Returns what this transaction has read already, or reads it.
   *
   * @param read gives null for what there is not, which is then asked for again
   */
  public @Nullable V get(K key, Function<? super K, ? extends @Nullable V> read) {
    var seen = seen();
    var known = seen == null ? null : seen.values.get(key);
    if (known != null) {
      return known;
    }
    // What is read may look for more of it meanwhile.
    var value = read.apply(key);
    if (seen != null && value != null) {
      seen.values.put(key, value);
    }
    return value;
  }

  /** Has it read again. */
  public void forget(K key) {
    var seen = seen();
    if (seen != null) {
      seen.values.remove(key);
    }
  }

  /** Has all of it read again. */
  public void forget() {
    var seen = seen();
    if (seen != null) {
      seen.values.clear();
    }
  }

  /** Notes what was read in another way. */
  public void remember(K key, V value) {
    var seen = seen();
    if (seen != null) {
      seen.values.put(key, value);
    }
  }

  /** Not a resource of the thread: it goes away together with a transaction that is suspended. */
  private static final class Seen<K, V> implements TransactionSynchronization {

    private final OncePerTransaction<K, V> owner;
    private final Map<K, V> values = new HashMap<>();

    private Seen(OncePerTransaction<K, V> owner) {
      this.owner = owner;
    }
  }

  @SuppressWarnings("unchecked") // it is of this owner
  private @Nullable Seen<K, V> seen() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()
        || !TransactionSynchronizationManager.isSynchronizationActive()) {
      return null;
    }
    for (var synchronization : TransactionSynchronizationManager.getSynchronizations()) {
      if (synchronization instanceof Seen<?, ?> seen && seen.owner == this) {
        return (Seen<K, V>) seen;
      }
    }
    var seen = new Seen<>(this);
    TransactionSynchronizationManager.registerSynchronization(seen);
    return seen;
  }
}
