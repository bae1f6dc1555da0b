package io.tocsin.slack;

import io.tocsin.engine.Variables;
import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Says what the channel of an incident needs next. */
@Component
class ReadIncidentChannelDelegate implements JavaDelegate {

  private final ChannelKeeper keeper;

  ReadIncidentChannelDelegate(ChannelKeeper keeper) {
    this.keeper = keeper;
  }

  @Override
  public void execute(DelegateExecution execution) {
    var next = keeper.next(Variables.incident(execution));
    Variables.CHANNEL_STATE.set(execution, next.state());
    if (next.archiveAt() != null) {
      Variables.CHANNEL_ARCHIVE_AT.set(execution, Date.from(next.archiveAt()));
    }
  }
}
