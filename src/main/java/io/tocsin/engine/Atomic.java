package io.tocsin.engine;

import io.tocsin.problem.BusyException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs a command in one transaction, again when it lost a race (deadlock, optimistic lock). */
@Component
public class Atomic {

  private static final int ATTEMPTS = 5;

  private final TransactionTemplate transaction;

  Atomic(PlatformTransactionManager transactions) {
    this.transaction = new TransactionTemplate(transactions);
  }

  /** Runs the command; inside a running transaction it simply joins. */
  public <T> T call(Supplier<T> command) {
    return repeated(() -> transaction.execute(status -> command.get()));
  }

  /** Runs a single statement, which is a transaction by itself; a running one it simply joins. */
  public <T> T statement(Supplier<T> statement) {
    return repeated(statement);
  }

  private static <T> T repeated(Supplier<T> command) {
    for (int attempt = 1; ; attempt++) {
      try {
        return command.get();
      } catch (RuntimeException e) {
        if (!LostRace.isCauseOf(e)
            || TransactionSynchronizationManager.isActualTransactionActive()) {
          throw e;
        }
        if (attempt == ATTEMPTS) {
          throw new BusyException(e);
        }
      }
    }
  }

  /** Runs the command; inside a running transaction it simply joins. */
  public void run(Runnable command) {
    call(
        () -> {
          command.run();
          return Boolean.TRUE;
        });
  }
}
