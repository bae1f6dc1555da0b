package io.tocsin.remediation;

import io.tocsin.engine.WorkGivenUp;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes down that a worker has given up, which leaves its outcome open. */
@Component
class WorkersGivenUp {

  private final ActionRunner runner;

  WorkersGivenUp(ActionRunner runner) {
    this.runner = runner;
  }

  @EventListener
  void on(WorkGivenUp work) {
    runner.gaveUp(work.key(), work.error());
  }
}
