package io.tocsin.routine;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Writes what the work of a routine begins with. */
@Component
class PrepareRoutineDelegate implements JavaDelegate {

  private final Rounds rounds;
  private final RoundReport report;

  PrepareRoutineDelegate(Rounds rounds, RoundReport report) {
    this.rounds = rounds;
    this.report = report;
  }

  @Override
  public void execute(DelegateExecution execution) {
    report.prepare(rounds.get(Variables.ROUTINE_ID.get(execution)));
  }
}
