package io.tocsin.incident;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells the clock of the deadlines which one is next, and when. */
@Component
class NextDeadlineDelegate implements JavaDelegate {

  private final DeadlineClock clock;

  NextDeadlineDelegate(DeadlineClock clock) {
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var next = clock.next(Variables.incident(execution));
    Variables.DEADLINE_STATE.set(execution, next.state());
    if (next.at() != null) {
      Variables.DEADLINE_DUE_AT.set(execution, Date.from(next.at()));
    }
  }
}
