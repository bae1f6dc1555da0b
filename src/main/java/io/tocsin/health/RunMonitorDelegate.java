package io.tocsin.health;

import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Runs a monitor once. */
@Component
class RunMonitorDelegate implements JavaDelegate {

  private final Monitors monitors;

  RunMonitorDelegate(Monitors monitors) {
    this.monitors = monitors;
  }

  @Override
  public void execute(DelegateExecution execution) {
    monitors.run(MonitorKey.of(execution.getProcessBusinessKey()));
  }
}
