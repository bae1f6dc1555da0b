package io.tocsin.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.springframework.stereotype.Component;

/**
 * Runs a command apart from the job that asks for it: in a transaction of its own, of the record
 * and of the engine. A command that is refused leaves nothing behind, and the job goes on.
 */
@Component
public class Apart {

  private static final int ATTEMPTS = 5;

  private final ProcessEngine engine;

  Apart(ProcessEngine engine) {
    this.engine = engine;
  }

  /** Runs the command, again when it lost a race. The caller must not hold what it needs. */
  public <T> T call(Supplier<T> command) {
    var around = leave();
    try {
      return run(command);
    } finally {
      around.forEach(Context::setCommandContext);
    }
  }

  private <T> T run(Supplier<T> command) {
    var executor =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequiresNew();
    for (int attempt = 1; ; attempt++) {
      try {
        return executor.execute(context -> context.runWithoutAuthorization(() -> command.get()));
      } catch (RuntimeException e) {
        if (!LostRace.isCauseOf(e) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Leaves the engine's commands that are under way, innermost last. What is done at the end of our
   * transaction would join them otherwise, and they write in another one.
   */
  private static Deque<CommandContext> leave() {
    var around = new ArrayDeque<CommandContext>();
    for (var context = Context.getCommandContext();
        context != null;
        context = Context.getCommandContext()) {
      around.addFirst(context);
      Context.removeCommandContext();
    }
    return around;
  }
}
