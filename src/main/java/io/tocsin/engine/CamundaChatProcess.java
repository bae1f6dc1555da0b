package io.tocsin.engine;

import io.tocsin.engine.model.ChatCommand;
import io.tocsin.engine.model.IncidentChannel;
import java.util.Map;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Turns what happens in the chat into starts and messages. An absent receiver is no error. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class CamundaChatProcess implements ChatProcess {

  private final RuntimeService runtime;
  private final ClockSignals signals;

  CamundaChatProcess(RuntimeService runtime, ClockSignals signals) {
    this.runtime = runtime;
    this.signals = signals;
  }

  @Override
  public void channelBegun(String number) {
    runtime.startProcessInstanceByKey(IncidentChannel.KEY, number);
  }

  @Override
  public void channelChanged(String number) {
    signals.channelChanged(number);
  }

  @Override
  public void commandReceived(String id) {
    runtime.startProcessInstanceByKey(
        ChatCommand.KEY, (String) null, Map.of(Variables.CHAT_COMMAND_ID.name(), id));
  }
}
