package io.tocsin.routine;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads when something is to be told of a routine next, if it is open. */
@Component
class PlanRoutineReminderDelegate implements JavaDelegate {

  private final Rounds rounds;
  private final RoutineReminders reminders;

  PlanRoutineReminderDelegate(Rounds rounds, RoutineReminders reminders) {
    this.rounds = rounds;
    this.reminders = reminders;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var round = rounds.get(Variables.ROUTINE_ID.get(execution));
    Variables.ROUTINE_OPEN.set(execution, round.open());
    Variables.ROUTINE_TELL_AT.set(execution, Date.from(reminders.nextAt(round)));
  }
}
