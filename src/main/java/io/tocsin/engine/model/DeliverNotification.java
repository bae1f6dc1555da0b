package io.tocsin.engine.model;

/** Delivers one notification to one address. */
public final class DeliverNotification {

  public static final String KEY = "deliver-notification";

  private DeliverNotification() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_NOTIFICATION_PROMISED = "Event_notificationPromised";
    public static final String GATEWAY_TRY = "Gateway_try";
    public static final String TASK_DELIVER = "Task_deliver";
    public static final String GATEWAY_OUTCOME = "Gateway_outcome";
    public static final String EVENT_DELIVERED = "Event_delivered";
    public static final String EVENT_TIME_TO_TRY_AGAIN = "Event_timeToTryAgain";
    public static final String TASK_FALL_BACK = "Task_fallBack";
    public static final String GATEWAY_ANOTHER = "Gateway_another";
    public static final String EVENT_HANDED_ON = "Event_handedOn";
    public static final String TASK_RAISE = "Task_raise";
    public static final String EVENT_GIVEN_UP = "Event_givenUp";

    private Elements() {}
  }
}
