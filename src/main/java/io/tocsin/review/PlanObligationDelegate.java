package io.tocsin.review;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads whose duty it is, and by when. */
@Component
class PlanObligationDelegate implements JavaDelegate {

  private final Obligations obligations;

  PlanObligationDelegate(Obligations obligations) {
    this.obligations = obligations;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var plan =
        obligations.plan(Variables.incident(execution), Variables.OBLIGATION_GROUP.get(execution));
    Variables.OBLIGATION_ROLE.set(execution, plan.role().key());
    Variables.OBLIGATION_ROLE_GROUP.set(execution, plan.role().group());
    Variables.OBLIGATION_NAME.set(execution, plan.name());
    Variables.OBLIGATION_DUE_AT.set(execution, Date.from(plan.dueAt()));
    Variables.OBLIGATION_REMIND.set(execution, plan.remindAt() != null);
    if (plan.remindAt() != null) {
      Variables.OBLIGATION_REMIND_AT.set(execution, Date.from(plan.remindAt()));
    }
  }
}
