package io.tocsin.engine;

import java.sql.SQLException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

/** Tells failures that come of two commands at once, which pass when one is repeated. */
final class LostRace {

  /** The engine's number for an execution whose parent ended between two of its reads. */
  private static final String PARENT_ENDED = "ENGINE-03077 ";

  /** Where the engine takes for granted that the instance of an execution is still there. */
  private static final String TREE_IS_READ = "ensureExecutionTreeInitialized";

  private LostRace() {}

  /** The engine wraps a deadlock that the database found in an exception of its own. */
  static boolean isCauseOf(@Nullable Throwable failure) {
    // Bounded, since causes may go round in a circle.
    for (int depth = 0; failure != null && depth < 20; depth++, failure = failure.getCause()) {
      if (failure instanceof OptimisticLockingException
          || failure instanceof ConcurrencyFailureException
          || torn(failure)
          || failure instanceof SQLException sql && rolledBack(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** The engine has no type for what moved on while it read it. */
  private static boolean torn(Throwable failure) {
    if (failure instanceof ProcessEngineException) {
      return String.valueOf(failure.getMessage()).startsWith(PARENT_ENDED);
    }
    var trace = failure.getStackTrace();
    return failure instanceof NullPointerException
        && trace.length > 0
        && trace[0].getClassName().equals(ExecutionEntity.class.getName())
        && trace[0].getMethodName().equals(TREE_IS_READ);
  }

  /** Class 40: deadlock (40P01), serialization failure (40001). */
  private static boolean rolledBack(@Nullable String state) {
    return state != null && state.startsWith("40");
  }
}
