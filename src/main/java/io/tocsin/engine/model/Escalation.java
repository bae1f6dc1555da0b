package io.tocsin.engine.model;

/** The clock that climbs the escalation ladder. */
public final class Escalation {

  public static final String KEY = "escalation";

  private Escalation() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_LADDER_BEGUN = "Event_ladderBegun";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String TASK_NEXT_STEP = "Task_nextStep";
    public static final String GATEWAY_STEP = "Gateway_step";
    public static final String TASK_TAKE_STEP = "Task_takeStep";
    public static final String EVENT_LADDER_OVER = "Event_ladderOver";
    public static final String GATEWAY_UNTIL_STEP = "Gateway_untilStep";
    public static final String EVENT_STEP_DUE = "Event_stepDue";
    public static final String GATEWAY_UNTIL_REQUEST = "Gateway_untilRequest";
    public static final String EVENT_CLOCKS_CHANGED_IDLE = "Event_clocksChangedIdle";
    public static final String EVENT_ESCALATION_REQUESTED_IDLE = "Event_escalationRequestedIdle";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";
    public static final String EVENT_ESCALATION_REQUESTED = "Event_escalationRequested";

    private Elements() {}
  }
}
