package io.tocsin.drill;

import io.tocsin.engine.Variable;
import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Starts the incident of a drill; from here on its number is the business key. */
@Component
class OpenDrillDelegate implements JavaDelegate {

  /** Whoever filled the start form. */
  private static final Variable<String> INITIATOR = Variable.of("initiator", String.class);

  private final Drills drills;

  OpenDrillDelegate(Drills drills) {
    this.drills = drills;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var lead =
        Variables.DRILL_LEAD
            .find(execution)
            .or(() -> INITIATOR.find(execution))
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
    execution.setProcessBusinessKey(number);
    Variables.DRILL_NUMBER.set(execution, number);
    Variables.DRILL_UNATTENDED.set(execution, unattended);
  }
}
