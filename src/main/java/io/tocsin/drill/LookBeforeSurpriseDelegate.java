package io.tocsin.drill;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks whether a surprise can begin at its moment. */
@Component
class LookBeforeSurpriseDelegate implements JavaDelegate {

  private final Surprises surprises;

  LookBeforeSurpriseDelegate(Surprises surprises) {
    this.surprises = surprises;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var wanted =
        Surprises.wanted(
            Variables.DRILL_SCENARIO.get(execution),
            Variables.DRILL_PACE.find(execution).map(Number::intValue).orElse(null),
            Variables.DRILL_AFTERMATH_PACE.find(execution).map(Number::intValue).orElse(null),
            Variables.DRILL_RESPONDERS.find(execution).orElse(false));
    var look = surprises.look(Variables.SURPRISE.get(execution), wanted);
    Variables.SURPRISE_STATE.set(execution, look.state());
    if (look.at() != null) {
      Variables.SURPRISE_AT.set(execution, Date.from(look.at()));
    }
  }
}
