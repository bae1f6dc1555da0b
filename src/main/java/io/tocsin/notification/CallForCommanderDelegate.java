package io.tocsin.notification;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Gives the command to whom the policy names, or calls for somebody to take it. */
@Component
class CallForCommanderDelegate implements JavaDelegate {

  private final CommanderCalls calls;

  CallForCommanderDelegate(CommanderCalls calls) {
    this.calls = calls;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var call = calls.call(Variables.incident(execution));
    Variables.COMMANDER_NAMED.set(execution, call.settled());
    Variables.COMMANDER_CALL_AT.set(execution, Date.from(call.nextAt()));
  }
}
