package io.tocsin.engine;

import io.tocsin.engine.model.Messages;
import java.util.ArrayDeque;
import java.util.Deque;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tells the clocks of an incident to read their deadlines afresh: once, at the end of the
 * transaction that moved them. A command of the engine sees neither what it has not written yet nor
 * a second message to the same wait, and a form must not touch the scope of its own task.
 */
@Component
class ClockSignals {

  private final ProcessEngine engine;
  private final TaskLifecycle lifecycle;

  ClockSignals(ProcessEngine engine, TaskLifecycle lifecycle) {
    this.engine = engine;
    this.lifecycle = lifecycle;
  }

  /** Asks for the signal; asking again in the same transaction changes nothing. */
  void changed(String number) {
    var pending = (Pending) TransactionSynchronizationManager.getResource(this);
    if (pending == null) {
      pending = new Pending();
      TransactionSynchronizationManager.bindResource(this, pending);
      TransactionSynchronizationManager.registerSynchronization(pending);
    }
    pending.add(number);
  }

  /** Whoever moved the deadline need not be allowed to touch every clock and task. */
  private void signal(String number) {
    ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(context -> context.runWithoutAuthorization(() -> tell(number)));
  }

  private @Nullable Void tell(String number) {
    engine
        .getRuntimeService()
        .createMessageCorrelation(Messages.CLOCKS_CHANGED)
        .processInstanceBusinessKey(number)
        .correlateAllWithResult();
    lifecycle.refresh(number);
    return null;
  }

  private final class Pending implements TransactionSynchronization {

    private final Deque<String> numbers = new ArrayDeque<>();

    void add(String number) {
      if (!numbers.contains(number)) {
        numbers.add(number);
      }
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      // What a clock does when it hears the signal may move a deadline in its turn.
      while (!numbers.isEmpty()) {
        signal(numbers.remove());
      }
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(ClockSignals.this);
    }

    @Override
    public void suspend() {
      TransactionSynchronizationManager.unbindResourceIfPossible(ClockSignals.this);
    }

    @Override
    public void resume() {
      TransactionSynchronizationManager.bindResource(ClockSignals.this, this);
    }
  }
}
