package io.tocsin.incident;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads when somebody is reminded again of an update that is overdue. */
@Component
class ReadUpdateReminderDelegate implements JavaDelegate {

  private final UpdateClock clock;

  ReadUpdateReminderDelegate(UpdateClock clock) {
    this.clock = clock;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var due = Variables.UPDATE_DUE_AT.get(execution).toInstant();
    // What it was set to before has just been given; a clock that is set anew forgets it.
    var given =
        Variables.UPDATE_REMIND_AT
            .find(execution)
            .map(
                at ->
                    new UpdateClock.Reminder(
                        at.toInstant(), Variables.UPDATE_HAND_OVER.get(execution)))
            .orElse(null);
    var reminder =
        clock.reminder(
            Variables.incident(execution), Variables.AUDIENCE.get(execution), due, given);
    Variables.UPDATE_REMIND.set(execution, reminder.at() != null);
    Variables.UPDATE_HAND_OVER.set(execution, reminder.handOver());
    if (reminder.at() != null) {
      Variables.UPDATE_REMIND_AT.set(execution, Date.from(reminder.at()));
    }
  }
}
