package io.tocsin.alert;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells failures that pass by themselves from those that do not. */
final class Unavailable {

  private Unavailable() {}

  /**
   * Returns whether the database could not be reached, had no connection left, or kept refusing
   * because of others; whichever layer wrapped it.
   */
  static boolean isCauseOf(@Nullable Throwable failure) {
    // Bounded, since causes may go round in a circle.
    for (int depth = 0; failure != null && depth < 20; depth++, failure = failure.getCause()) {
      if (failure instanceof CannotCreateTransactionException
          || failure instanceof TransientDataAccessException
          || failure instanceof RecoverableDataAccessException
          || failure instanceof DataAccessResourceFailureException
          || failure instanceof SQLTransientException
          || failure instanceof SQLRecoverableException
          || failure instanceof SQLException sql && passing(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Connection, rolled back, out of resources, operator intervention, lock not available. */
  private static boolean passing(@Nullable String state) {
    return state != null
        && (state.startsWith("08")
            || state.startsWith("40")
            || state.startsWith("53")
            || state.startsWith("57")
            || state.equals("55P03"));
  }
}
