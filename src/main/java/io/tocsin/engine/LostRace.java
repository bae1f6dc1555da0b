package io.tocsin.engine;

import java.sql.SQLException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/** Tells failures that come of two commands at once, which pass when one is repeated. */
final class LostRace {

  private LostRace() {}

  /** The engine wraps a deadlock that the database found in an exception of its own. */
  static boolean isCauseOf(@Nullable Throwable failure) {
    // Bounded, since causes may go round in a circle.
    for (int depth = 0; failure != null && depth < 20; depth++, failure = failure.getCause()) {
      if (failure instanceof OptimisticLockingException
          || failure instanceof ConcurrencyFailureException
          || failure instanceof SQLException sql && rolledBack(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Class 40: deadlock (40P01), serialization failure (40001). */
  private static boolean rolledBack(@Nullable String state) {
    return state != null && state.startsWith("40");
  }
}
