package io.tocsin.engine.model;

/** What became of a run that no model waits for: looked up, and asked when nobody saw the end. */
public final class SettleAction {

  public static final String KEY = "settle-action";

  private SettleAction() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_RUN_BEGUN = "Event_runBegun";
    public static final String GATEWAY_WAIT = "Gateway_wait";
    public static final String EVENT_RUN_ENDED = "Event_runEnded";
    public static final String EVENT_TIME_IS_UP = "Event_timeIsUp";
    public static final String GATEWAY_OVER = "Gateway_over";
    public static final String TASK_LOOK_FOR_OUTCOME = "Task_lookForOutcome";
    public static final String GATEWAY_OUTCOME_KNOWN = "Gateway_outcomeKnown";
    public static final String TASK_ASK_OUTCOME = "Task_askOutcome";
    public static final String TASK_JUDGE_OUTCOME = "Task_judgeOutcome";
    public static final String GATEWAY_SETTLED = "Gateway_settled";
    public static final String EVENT_OUTCOME_SETTLED = "Event_outcomeSettled";

    private Elements() {}
  }
}
