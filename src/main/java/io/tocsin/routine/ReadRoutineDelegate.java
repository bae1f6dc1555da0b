package io.tocsin.routine;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads whose a routine is, until when, whether it is open, and whether contacts are confirmed. */
@Component
class ReadRoutineDelegate implements JavaDelegate {

  private final Rounds rounds;
  private final RoutineTables tables;

  ReadRoutineDelegate(Rounds rounds, RoutineTables tables) {
    this.rounds = rounds;
    this.tables = tables;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var round = rounds.hold(Variables.ROUTINE_ID.get(execution));
    var contacts = tables.work(round.policy(), round.routine()).contacts();
    Variables.ROUTINE_OPEN.set(execution, round.open());
    Variables.ROUTINE_GROUP.set(execution, round.group());
    Variables.ROUTINE_DUE_AT.set(execution, Date.from(round.dueAt()));
    Variables.ROUTINE_TITLE.set(
        execution, round.policy() + ", " + round.period() + ": " + round.title());
    Variables.CONTACTS_ASKED.set(execution, contacts && round.contactsAskedAt() == null);
  }
}
