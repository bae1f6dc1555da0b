package io.tocsin.routine;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reminds the group of a routine, or tells others that it is late. */
@Component
class RemindOfRoutineDelegate implements JavaDelegate {

  private final Rounds rounds;
  private final RoutineReminders reminders;

  RemindOfRoutineDelegate(Rounds rounds, RoutineReminders reminders) {
    this.rounds = rounds;
    this.reminders = reminders;
  }

  @Override
  public void execute(DelegateExecution execution) {
    reminders.tell(rounds.get(Variables.ROUTINE_ID.get(execution)));
  }
}
