package io.tocsin.slack;

import io.tocsin.engine.Variables;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Archives the channel of an incident. */
@Component
class ArchiveIncidentChannelDelegate implements JavaDelegate {

  private final ChannelKeeper keeper;

  ArchiveIncidentChannelDelegate(ChannelKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void execute(DelegateExecution execution) {
    keeper.archive(Variables.incident(execution));
  }
}
