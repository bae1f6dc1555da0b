package io.tocsin.incident;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells the clock of one audience what it waits for. */
@Component
class ReadUpdateDeadlineDelegate implements JavaDelegate {

  private final UpdateClock clock;

  ReadUpdateDeadlineDelegate(UpdateClock clock) {
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var next = clock.next(Variables.incident(execution), Variables.AUDIENCE.get(execution));
    Variables.UPDATE_STATE.set(execution, next.state());
    Variables.UPDATE_REMIND_AT.remove(execution);
    if (next.opensAt() != null && next.dueAt() != null) {
      Variables.UPDATE_OPENS_AT.set(execution, Date.from(next.opensAt()));
      Variables.UPDATE_DUE_AT.set(execution, Date.from(next.dueAt()));
    }
  }
}
