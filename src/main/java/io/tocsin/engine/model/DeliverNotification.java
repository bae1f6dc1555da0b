package io.tocsin.engine.model;

/** Delivers one notification to one address. */
public final class DeliverNotification {

  public static final String KEY = "deliver-notification";

  private DeliverNotification() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_NOTIFICATION_PROMISED = "Event_notificationPromised";
    public static final String TASK_DELIVER = "Task_deliver";
    public static final String EVENT_DELIVERED = "Event_delivered";

    private Elements() {}
  }
}
