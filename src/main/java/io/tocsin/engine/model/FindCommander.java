package io.tocsin.engine.model;

/** Names a commander, or asks for one until there is one. */
public final class FindCommander {

  public static final String KEY = "find-commander";

  private FindCommander() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_COMMAND_VACANT = "Event_commandVacant";
    public static final String TASK_CALL_FIRST = "Task_callFirst";
    public static final String GATEWAY_NAMED = "Gateway_named";
    public static final String EVENT_COMMANDER_NAMED = "Event_commanderNamed";
    public static final String GATEWAY_ASK_AND_CALL = "Gateway_askAndCall";
    public static final String TASK_TAKE_COMMAND = "Task_takeCommand";
    public static final String EVENT_COMMAND_TAKEN = "Event_commandTaken";
    public static final String GATEWAY_WAIT_AGAIN = "Gateway_waitAgain";
    public static final String GATEWAY_UNTIL_CALL = "Gateway_untilCall";
    public static final String EVENT_CALL_DUE = "Event_callDue";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";
    public static final String GATEWAY_CALL_AGAIN = "Gateway_callAgain";
    public static final String TASK_CALL_AGAIN = "Task_callAgain";

    private Elements() {}
  }
}
