package io.tocsin.training;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Reads when something is to be told of a qualification next, if anything is. */
@Component
class PlanRenewalDelegate implements JavaDelegate {

  private final Qualified qualified;

  PlanRenewalDelegate(Qualified qualified) {
    this.qualified = qualified;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var next = qualified.tellAt(Variables.QUALIFICATION_ID.get(execution));
    Variables.QUALIFICATION_TO_TELL.set(execution, next.isPresent());
    next.ifPresent(at -> Variables.QUALIFICATION_TELL_AT.set(execution, Date.from(at)));
  }
}
