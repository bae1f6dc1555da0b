package io.tocsin.engine;

import io.tocsin.engine.model.FlappingAlert;
import io.tocsin.engine.model.Heartbeat;
import io.tocsin.engine.model.MaintenanceWindow;
import io.tocsin.engine.model.Messages;
import io.tocsin.engine.model.ProposeMerge;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Turns storms and noise into starts and messages. What belongs to no incident has no business key.
 * An absent receiver is no error.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class CamundaStormProcess implements StormProcess {

  private final RuntimeService runtime;
  private final ClockSignals signals;

  CamundaStormProcess(RuntimeService runtime, ClockSignals signals) {
    this.runtime = runtime;
    this.signals = signals;
  }

  @Override
  public void flappingBegun(String source, String fingerprint) {
    start(
        FlappingAlert.KEY,
        Map.of(
            Variables.ALERT_SOURCE.name(), source,
            Variables.ALERT_FINGERPRINT.name(), fingerprint));
  }

  @Override
  public void windowPlanned(String id, Instant end) {
    start(
        MaintenanceWindow.KEY,
        Map.of(Variables.WINDOW_ID.name(), id, Variables.WINDOW_ENDS_AT.name(), Date.from(end)));
  }

  @Override
  public void windowEnded(String id) {
    runtime
        .createMessageCorrelation(Messages.MAINTENANCE_ENDED)
        .processInstanceVariableEquals(Variables.WINDOW_ID.name(), id)
        .correlateAllWithResult();
  }

  @Override
  public void heartbeatConfigured(String name) {
    start(Heartbeat.KEY, Map.of(Variables.HEARTBEAT.name(), name));
  }

  @Override
  public void heartbeatsChanged() {
    runtime.createMessageCorrelation(Messages.HEARTBEATS_CHANGED).correlateAllWithResult();
  }

  @Override
  public void mergeProposed(String older, String newer) {
    runtime.startProcessInstanceByKey(
        ProposeMerge.KEY, older, Map.of(Variables.OTHER_INCIDENT.name(), newer));
  }

  @Override
  public void mergeSettled(String older, String newer) {
    signals.mergeSettled(older, newer);
  }

  private void start(String key, Map<String, Object> variables) {
    runtime.startProcessInstanceByKey(key, (String) null, variables);
  }
}
