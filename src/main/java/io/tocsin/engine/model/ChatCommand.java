package io.tocsin.engine.model;

/** Carries out one command from the chat. */
public final class ChatCommand {

  public static final String KEY = "chat-command";

  private ChatCommand() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_COMMAND_RECEIVED = "Event_commandReceived";
    public static final String TASK_CARRY_OUT = "Task_carryOut";
    public static final String TASK_ANSWER = "Task_answer";
    public static final String EVENT_ANSWERED = "Event_answered";

    private Elements() {}
  }
}
