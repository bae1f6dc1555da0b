package io.tocsin.drill;

import io.tocsin.drill.Surprises.Plan;
import io.tocsin.engine.BusinessKey;
import io.tocsin.engine.Variables;
import io.tocsin.incident.Actor;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Chooses the moment of a surprise. Its business key names no incident until it has begun. */
@Component
class PlanSurpriseDelegate implements JavaDelegate {

  private final Surprises surprises;

  PlanSurpriseDelegate(Surprises surprises) {
    this.surprises = surprises;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var lead =
        Variables.DRILL_LEAD
            .find(execution)
            .or(() -> Variables.INITIATOR.find(execution))
            .orElse(Actor.ENGINE.id());
    var id = "surprise-" + execution.getProcessInstanceId();
    var plan =
        new Plan(
            Variables.DRILL_SCENARIO.get(execution),
            Variables.SURPRISE_FROM
                .find(execution)
                .filter(from -> !from.isBlank())
                .map(Instant::parse)
                .orElse(null),
            Duration.ofMinutes(Variables.SURPRISE_WITHIN_MINUTES.get(execution).longValue()),
            Variables.DRILL_PACE.find(execution).map(Number::intValue).orElse(null),
            Variables.DRILL_AFTERMATH_PACE.find(execution).map(Number::intValue).orElse(null),
            Variables.DRILL_RESPONDERS.find(execution).orElse(false));
    execution.setProcessBusinessKey(BusinessKey.apart(id));
    Variables.DRILL_LEAD.set(execution, lead);
    Variables.SURPRISE.set(execution, id);
    Variables.SURPRISE_AT.set(execution, Date.from(surprises.open(id, plan, lead)));
  }
}
