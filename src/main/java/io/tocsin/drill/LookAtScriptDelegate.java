package io.tocsin.drill;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Says which step of the script is due, or when to look again. */
@Component
class LookAtScriptDelegate implements JavaDelegate {

  private final Drills drills;

  LookAtScriptDelegate(Drills drills) {
    this.drills = drills;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var look = drills.look(Variables.incident(execution));
    Variables.SCRIPT_STATE.set(execution, look.state());
    Variables.SCRIPT_NEXT_AT.set(execution, Date.from(look.nextAt()));
  }
}
