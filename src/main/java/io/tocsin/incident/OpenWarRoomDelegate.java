package io.tocsin.incident;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Gives the incident its call, once. */
@Component
class OpenWarRoomDelegate implements JavaDelegate {

  private final WarRoom warRoom;

  OpenWarRoomDelegate(WarRoom warRoom) {
    this.warRoom = warRoom;
  }

  @Override
  public void execute(DelegateExecution execution) {
    warRoom.open(Variables.incident(execution));
  }
}
