package io.tocsin.problem;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells failures that pass by themselves from those that do not. */
public final class Unavailable {

  private Unavailable() {}

  /**
   * Returns whether the database could not be reached, had no connection or no room left, or kept
   * refusing because of others; whichever layer wrapped it, the engine included.
   *
   * @param failure null is none
   */
  public static boolean isCauseOf(@Nullable Throwable failure) {
    // Bounded, since causes may go round in a circle.
    for (int depth = 0; failure != null && depth < 20; depth++, failure = failure.getCause()) {
      if (failure instanceof BusyException
          || failure instanceof CannotCreateTransactionException
          || failure instanceof TransientDataAccessException
          || failure instanceof RecoverableDataAccessException
          || failure instanceof DataAccessResourceFailureException
          || failure instanceof SQLTransientException
          || failure instanceof SQLRecoverableException
          || failure instanceof SQLException sql && passing(sql.getSQLState())
          // A connection that is cut cannot be rolled back either; what was first is kept beside.
          || failure instanceof TransactionSystemException rollback
              && isCauseOf(rollback.getApplicationException())) {
        return true;
      }
    }
    return false;
  }

  /** Returns what lies at the bottom of a failure, for the log: a line says it, no trace. */
  public static String reason(Throwable failure) {
    return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure));
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
