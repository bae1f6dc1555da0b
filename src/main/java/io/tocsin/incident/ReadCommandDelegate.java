package io.tocsin.incident;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Tells the clock of the command what it waits for. */
@Component
class ReadCommandDelegate implements JavaDelegate {

  private final Command command;

  ReadCommandDelegate(Command command) {
    this.command = command;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var next = command.next(Variables.incident(execution));
    Variables.COMMAND_STATE.set(execution, next.state());
    if (next.at() != null) {
      Variables.COMMAND_DUE_AT.set(execution, Date.from(next.at()));
    }
  }
}
