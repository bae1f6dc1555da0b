package io.tocsin.engine.model;

/** Looks for the signs of life of one heartbeat. */
public final class Heartbeat {

  public static final String KEY = "heartbeat";

  private Heartbeat() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_WATCH_BEGUN = "Event_watchBegun";
    public static final String GATEWAY_LOOK_AGAIN = "Gateway_lookAgain";
    public static final String TASK_LOOK_FOR_HEARTBEAT = "Task_lookForHeartbeat";
    public static final String GATEWAY_WATCHED = "Gateway_watched";
    public static final String EVENT_NOT_WATCHED = "Event_notWatched";
    public static final String GATEWAY_UNTIL_DUE = "Gateway_untilDue";
    public static final String EVENT_HEARTBEAT_DUE = "Event_heartbeatDue";
    public static final String EVENT_HEARTBEATS_CHANGED = "Event_heartbeatsChanged";
    public static final String GATEWAY_WAIT_OVER = "Gateway_waitOver";

    private Elements() {}
  }
}
