package io.tocsin.slack;

import io.tocsin.engine.ChatProcess;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentChanged.What;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts the model of the channel with the incident, and has it look again at each change. */
@Component
class IncidentChannelSignals {

  private final SlackApi slack;
  private final ChatProcess process;

  IncidentChannelSignals(SlackApi slack, ChatProcess process) {
    this.slack = slack;
    this.process = process;
  }

  @EventListener
  void on(IncidentChanged change) {
    if (!slack.configured()) {
      return;
    }
    if (change.what() == What.DECLARED) {
      process.channelBegun(change.number());
    } else {
      process.channelChanged(change.number());
    }
  }
}
