package io.tocsin.routine;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Lists whose contacts are to be confirmed, and until when. */
@Component
class ListPeopleDelegate implements JavaDelegate {

  /** What the model repeats over. */
  private static final String PEOPLE = "contactPeople";

  private final Rounds rounds;
  private final Contacts contacts;
  private final RoutineReminders reminders;

  ListPeopleDelegate(Rounds rounds, Contacts contacts, RoutineReminders reminders) {
    this.rounds = rounds;
    this.contacts = contacts;
    this.reminders = reminders;
  }

  @Override
  public void execute(DelegateExecution execution) {
    // Before the lock of those who ask, as whoever settles it does.
    var round = rounds.hold(Variables.ROUTINE_ID.get(execution));
    var people = contacts.ask(round);
    people.forEach(person -> reminders.askToConfirm(round, person));
    Variables.CONTACTS_UNTIL.set(execution, Date.from(reminders.contactsUntil(round)));
    execution.setVariable(PEOPLE, people);
  }
}
