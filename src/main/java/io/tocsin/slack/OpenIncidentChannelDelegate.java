package io.tocsin.slack;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Opens the channel of an incident. */
@Component
class OpenIncidentChannelDelegate implements JavaDelegate {

  private final ChannelKeeper keeper;

  OpenIncidentChannelDelegate(ChannelKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void execute(DelegateExecution execution) {
    keeper.open(Variables.incident(execution));
  }
}
