package io.tocsin.drill;

import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Starts the incident of a drill; from here on its number is the business key. */
@Component
class OpenDrillDelegate implements JavaDelegate {

  private final Drills drills;
  private final Surprises surprises;

  OpenDrillDelegate(Drills drills, Surprises surprises) {
    this.drills = drills;
    this.surprises = surprises;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var lead =
        Variables.DRILL_LEAD
            .find(execution)
            .or(() -> Variables.INITIATOR.find(execution))
            .orElse(Actor.ENGINE.id());
    var unattended = Variables.DRILL_UNATTENDED.find(execution).orElse(false);
    var number =
        drills.open(
            new Drills.Wanted(
                Variables.DRILL_SCENARIO.get(execution),
                Variables.DRILL_KIND.find(execution).orElse(null),
                Variables.DRILL_PACE.find(execution).map(Number::intValue).orElse(null),
                Variables.DRILL_AFTERMATH_PACE.find(execution).map(Number::intValue).orElse(null),
                Variables.DRILL_RESPONDERS.find(execution).orElse(false),
                unattended),
            lead);
    Variables.SURPRISE.find(execution).ifPresent(id -> surprises.begun(id, number));
    execution.setProcessBusinessKey(number);
    Variables.DRILL_NUMBER.set(execution, number);
    Variables.DRILL_UNATTENDED.set(execution, unattended);
  }
}
