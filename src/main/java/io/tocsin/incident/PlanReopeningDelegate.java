package io.tocsin.incident;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Plans when an incident that may be back is reopened if nobody decides on it. */
@Component
class PlanReopeningDelegate implements JavaDelegate {

  private final Doubts doubts;

  PlanReopeningDelegate(Doubts doubts) {
    this.doubts = doubts;
  }

  @Override
  public void execute(DelegateExecution execution) {
    Variables.REOPEN_AT.set(execution, Date.from(doubts.decideBy(Variables.incident(execution))));
  }
}
