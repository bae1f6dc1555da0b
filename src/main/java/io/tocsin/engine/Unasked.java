package io.tocsin.engine;

import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/**
 * What the application does in the engine by itself, in the caller's transaction: whoever is signed
 * in there need not be allowed to.
 */
final class Unasked {

  private Unasked() {}

  static <T> T call(ProcessEngine engine, Supplier<T> work) {
    return ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
        .getCommandExecutorTxRequired()
        .execute(context -> context.runWithoutAuthorization(() -> work.get()));
  }

  static void run(ProcessEngine engine, Runnable work) {
    call(
        engine,
        () -> {
          work.run();
          return true;
        });
  }
}
