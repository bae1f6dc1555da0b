package io.tocsin.health;

import io.tocsin.engine.MonitorProcess;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts the monitors that the configuration wants and that do not run yet. */
@Component
class MonitorStart {

  private final Monitors monitors;
  private final MonitorProcess process;

  MonitorStart(Monitors monitors, MonitorProcess process) {
    this.monitors = monitors;
    this.process = process;
  }

  @EventListener(ApplicationReadyEvent.class)
  void start() {
    process.ensureRunning(monitors.wanted().stream().map(MonitorKey::toString).toList());
  }
}
