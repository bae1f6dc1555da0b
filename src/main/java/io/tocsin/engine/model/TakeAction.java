package io.tocsin.engine.model;

/** The decision on one action that a playbook asks for. */
public final class TakeAction {

  public static final String KEY = "take-action";

  private TakeAction() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_ACTION_WANTED = "Event_actionWanted";
    public static final String TASK_DECIDE_ACTION = "Task_decideAction";
    public static final String GATEWAY_RUN_IT = "Gateway_runIt";
    public static final String ACTIVITY_RUN_ACTION = "Activity_runAction";
    public static final String EVENT_ACTION_TAKEN = "Event_actionTaken";
    public static final String EVENT_DECIDED_OTHERWISE = "Event_decidedOtherwise";

    private Elements() {}
  }
}
