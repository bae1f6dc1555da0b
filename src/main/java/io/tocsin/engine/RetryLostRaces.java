package io.tocsin.engine;

import org.camunda.bpm.engine.impl.cmd.ExecuteJobsCmd;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Repeats a command of the engine's own HTTP endpoints that lost a race. Commands inside a
 * transaction of ours are repeated by {@link Atomic}, jobs by the job executor.
 */
class RetryLostRaces extends CommandInterceptor {

  private static final int ATTEMPTS = 5;

  @Override
  public <T> T execute(Command<T> command) {
    if (command instanceof ExecuteJobsCmd
        || Context.getCommandContext() != null
        || TransactionSynchronizationManager.isActualTransactionActive()) {
      return next.execute(command);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return next.execute(command);
      } catch (RuntimeException e) {
        if (!LostRace.isCauseOf(e) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
