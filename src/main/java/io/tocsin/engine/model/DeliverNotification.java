package io.tocsin.engine.model;

/** The ids of the process {@code deliver-notification}: deliver notification. */
public final class DeliverNotification {

  public static final String KEY = "deliver-notification";

  private DeliverNotification() {}

  /** Its activities, events and gateways. */
  public static final class Elements {

    public static final String EVENT_NOTIFICATION_PROMISED = "Event_notificationPromised";
    public static final String TASK_DELIVER = "Task_deliver";
    public static final String EVENT_DELIVERED = "Event_delivered";

    private Elements() {}
  }
}
