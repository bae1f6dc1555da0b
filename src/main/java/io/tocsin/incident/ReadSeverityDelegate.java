package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads the severity afresh from the record, with the path and the duties the policy gives it. */
@Component
class ReadSeverityDelegate implements JavaDelegate {

  private final SeverityDuties duties;

  ReadSeverityDelegate(SeverityDuties duties) {
    this.duties = duties;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var read = duties.of(Variables.incident(execution));
    Variables.LEVEL.set(execution, read.level());
    Variables.PATH.set(execution, read.path());
    Variables.WAR_ROOM.set(execution, read.warRoom());
    Variables.ALL_HANDS.set(execution, read.allHands());
    Variables.EXECUTIVES.set(execution, read.executives());
    Variables.MANAGEMENT.set(execution, read.management());
    Variables.TICKET_WORKFLOW.set(execution, read.newTicket());
  }
}
