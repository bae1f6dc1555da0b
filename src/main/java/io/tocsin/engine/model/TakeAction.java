package io.tocsin.engine.model;

/** Stand-in. */
public final class TakeAction {

  public static final String KEY = "take-action";

  private TakeAction() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_ACTION_ASKED = "Event_actionAsked";
    public static final String TASK_DECIDE_ACTION = "Task_decideAction";
    public static final String EVENT_ACTION_OVER = "Event_actionOver";

    private Elements() {}
  }
}
