package io.tocsin.chatops;

import io.tocsin.engine.Variables;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.stereotype.Component;

/** Answers a command from the chat. */
@Component
class AnswerChatDelegate implements JavaDelegate {

  private final ChatCommands commands;

  AnswerChatDelegate(ChatCommands commands) {
    this.commands = commands;
  }

  @Override
  public void execute(DelegateExecution execution) {
    commands.answer(UUID.fromString(Variables.CHAT_COMMAND_ID.get(execution)));
  }
}
