package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads afresh whether the desk of a role is open. */
@Component
class ReadDeskDelegate implements JavaDelegate {

  private final Desks desks;

  ReadDeskDelegate(Desks desks) {
    this.desks = desks;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var role = Role.of(Variables.DESK.get(execution));
    Variables.DESK_STATE.set(execution, desks.state(Variables.incident(execution), role));
  }
}
