package io.tocsin.alert;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Looks for the sign of life of a heartbeat, and says when to look again. */
@Component
class LookForHeartbeatDelegate implements JavaDelegate {

  private final Heartbeats heartbeats;

  LookForHeartbeatDelegate(Heartbeats heartbeats) {
    this.heartbeats = heartbeats;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var due = Variables.HEARTBEAT_DUE_AT.find(execution).map(Date::toInstant).orElse(null);
    var next = heartbeats.look(Variables.HEARTBEAT.get(execution), due);
    Variables.HEARTBEAT_WATCHED.set(execution, next.isPresent());
    next.ifPresent(at -> Variables.HEARTBEAT_DUE_AT.set(execution, Date.from(at)));
  }
}
