package io.tocsin.engine.model;

/** Warns before a target of the policy is missed and says so when it is. */
public final class Deadlines {

  public static final String KEY = "deadlines";

  private Deadlines() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_WATCH_BEGUN = "Event_watchBegun";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String TASK_NEXT_DEADLINE = "Task_nextDeadline";
    public static final String GATEWAY_DEADLINE = "Gateway_deadline";
    public static final String TASK_TELL_DEADLINE = "Task_tellDeadline";
    public static final String EVENT_NO_DEADLINE_LEFT = "Event_noDeadlineLeft";
    public static final String GATEWAY_UNTIL_DEADLINE = "Gateway_untilDeadline";
    public static final String EVENT_DEADLINE_DUE = "Event_deadlineDue";
    public static final String EVENT_CLOCKS_CHANGED_IDLE = "Event_clocksChangedIdle";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";

    private Elements() {}
  }
}
