package io.tocsin.health;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Says when a monitor runs next, or that it is not wanted any more. */
@Component
class PlanMonitorDelegate implements JavaDelegate {

  private final Monitors monitors;

  PlanMonitorDelegate(Monitors monitors) {
    this.monitors = monitors;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var key = MonitorKey.of(execution.getProcessBusinessKey());
    var before = Variables.MONITOR_DUE_AT.find(execution).map(Date::toInstant).orElse(null);
    var next = monitors.plan(key, before);
    Variables.MONITOR_WANTED.set(execution, next.isPresent());
    next.ifPresent(due -> Variables.MONITOR_DUE_AT.set(execution, Date.from(due)));
  }
}
