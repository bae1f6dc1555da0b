package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.remediation.ActionRun.State;
import org.springframework.stereotype.Component;

/** Leaves an action to a worker: the model hands it over and takes its answer. */
@Component
class WorkerExecutor implements Executor {

  @Override
  public boolean runs(Action action) {
    return action.external() != null;
  }

  @Override
  public Outcome run(Work work) {
    return new Outcome(State.STARTED, "Waits for a worker");
  }
}
