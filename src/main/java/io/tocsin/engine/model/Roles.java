package io.tocsin.engine.model;

/** Calls for a commander while there is none and offers to hand over after a long watch. */
public final class Roles {

  public static final String KEY = "roles";

  private Roles() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_WATCH_BEGUN = "Event_watchBegun";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String TASK_READ_COMMAND = "Task_readCommand";
    public static final String GATEWAY_COMMAND = "Gateway_command";
    public static final String ACTIVITY_FIND_COMMANDER = "Activity_findCommander";
    public static final String EVENT_COMMANDER_FOUND = "Event_commanderFound";
    public static final String EVENT_NO_ROLE_TO_WATCH = "Event_noRoleToWatch";
    public static final String GATEWAY_UNTIL_DUE = "Gateway_untilDue";
    public static final String EVENT_COMMAND_DUE = "Event_commandDue";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";
    public static final String EVENT_CLOCKS_CHANGED_IDLE = "Event_clocksChangedIdle";
    public static final String TASK_TELL_HANDOVER = "Task_tellHandover";
    public static final String TASK_HAND_OVER = "Task_handOver";
    public static final String EVENT_COMMANDER_CHANGED = "Event_commanderChanged";

    private Elements() {}
  }
}
