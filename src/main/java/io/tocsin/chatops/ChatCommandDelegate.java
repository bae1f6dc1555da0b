package io.tocsin.chatops;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Carries out a command from the chat. */
@Component
class ChatCommandDelegate implements JavaDelegate {

  private final ChatCommands commands;
  private final ManagementService management;

  ChatCommandDelegate(ChatCommands commands, ManagementService management) {
    this.commands = commands;
    this.management = management;
  }

  @Override
  public void execute(DelegateExecution execution) {
    commands.carryOut(
        UUID.fromString(Variables.CHAT_COMMAND_ID.get(execution)), lastAttempt(execution));
  }

  /** The engine counts down the attempts that are left, this one included. */
  private boolean lastAttempt(DelegateExecution execution) {
    var instance = execution.getProcessInstanceId();
    return management.createJobQuery().processInstanceId(instance).unlimitedList().stream()
        .allMatch(job -> job.getRetries() <= 1);
  }
}
