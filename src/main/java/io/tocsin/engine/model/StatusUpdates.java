package io.tocsin.engine.model;

/** The clock of the status updates to one audience. */
public final class StatusUpdates {

  public static final String KEY = "status-updates";

  private StatusUpdates() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_CLOCK_STARTED = "Event_clockStarted";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String TASK_READ_DEADLINE = "Task_readDeadline";
    public static final String GATEWAY_NEXT = "Gateway_next";
    public static final String TASK_SEND_UPDATE = "Task_sendUpdate";
    public static final String EVENT_NO_LONGER_OWED = "Event_noLongerOwed";
    public static final String GATEWAY_UNTIL_OPENING = "Gateway_untilOpening";
    public static final String EVENT_UPDATE_OPENS = "Event_updateOpens";
    public static final String TASK_TELL_UPDATE_DUE = "Task_tellUpdateDue";
    public static final String ACTIVITY_WRITE_UPDATE = "Activity_writeUpdate";
    public static final String EVENT_WRITTEN_MEANWHILE = "Event_writtenMeanwhile";
    public static final String GATEWAY_UNTIL_CHANGE = "Gateway_untilChange";
    public static final String EVENT_CLOCKS_CHANGED_IDLE = "Event_clocksChangedIdle";
    public static final String EVENT_UPDATE_WRITTEN_IDLE = "Event_updateWrittenIdle";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";
    public static final String EVENT_UPDATE_WRITTEN = "Event_updateWritten";

    private Elements() {}
  }
}
