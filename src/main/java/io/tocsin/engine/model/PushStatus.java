package io.tocsin.engine.model;

/** Tells a provider's status page what the public was told. */
public final class PushStatus {

  public static final String KEY = "push-status";

  private PushStatus() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_POSTED = "Event_posted";
    public static final String GATEWAY_NOW = "Gateway_now";
    public static final String TASK_PUSH_STATUS = "Task_pushStatus";
    public static final String GATEWAY_TAKEN = "Gateway_taken";
    public static final String EVENT_PUSHED = "Event_pushed";
    public static final String EVENT_MAY_PUSH_AGAIN = "Event_mayPushAgain";

    private Elements() {}
  }
}
