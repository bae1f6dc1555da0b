package io.tocsin.slack;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Brings the channel of an incident up to date. */
@Component
class KeepIncidentChannelDelegate implements JavaDelegate {

  private final ChannelKeeper keeper;

  KeepIncidentChannelDelegate(ChannelKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void execute(DelegateExecution execution) {
    keeper.keep(Variables.incident(execution));
  }
}
