package io.tocsin.health;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Plans the next check of the watch after the resolution. */
@Component
class PlanStabilisationCheckDelegate implements JavaDelegate {

  private final Stabilisation stabilisation;

  PlanStabilisationCheckDelegate(Stabilisation stabilisation) {
    this.stabilisation = stabilisation;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var done = Variables.CHECKS_DONE.find(execution).orElse(0);
    var planned = Variables.CHECK_DUE_AT.find(execution).map(Date::toInstant).orElse(null);
    var plan = stabilisation.next(Variables.incident(execution), done, planned);
    Variables.CHECK_DUE_AT.set(execution, Date.from(plan.dueAt()));
    Variables.WATCH_OVER.set(execution, plan.over());
    Variables.CHECKS_DONE.set(execution, done);
  }
}
