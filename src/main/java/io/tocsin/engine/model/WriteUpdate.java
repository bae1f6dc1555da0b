package io.tocsin.engine.model;

/** One status update that is owed: its task, and the watch on its due date. */
public final class WriteUpdate {

  public static final String KEY = "write-update";

  private WriteUpdate() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_UPDATE_OWED = "Event_updateOwed";
    public static final String GATEWAY_WRITE_AND_WATCH = "Gateway_writeAndWatch";
    public static final String TASK_WRITE_UPDATE = "Task_writeUpdate";
    public static final String EVENT_UPDATE_WRITTEN = "Event_updateWritten";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String TASK_READ_DUE_DATE = "Task_readDueDate";
    public static final String GATEWAY_STILL_OWED = "Gateway_stillOwed";
    public static final String EVENT_NO_LONGER_OWED = "Event_noLongerOwed";
    public static final String GATEWAY_UNTIL_OVERDUE = "Gateway_untilOverdue";
    public static final String EVENT_UPDATE_OVERDUE = "Event_updateOverdue";
    public static final String TASK_TELL_UPDATE_OVERDUE = "Task_tellUpdateOverdue";
    public static final String GATEWAY_OVERDUE = "Gateway_overdue";
    public static final String TASK_READ_REMINDER = "Task_readReminder";
    public static final String GATEWAY_REMIND = "Gateway_remind";
    public static final String GATEWAY_UNTIL_REMINDER = "Gateway_untilReminder";
    public static final String EVENT_REMINDER_DUE = "Event_reminderDue";
    public static final String GATEWAY_HAND_OVER = "Gateway_handOver";
    public static final String TASK_TELL_NAG = "Task_tellNag";
    public static final String TASK_HAND_OVER = "Task_handOver";
    public static final String TASK_TELL_HANDED_OVER = "Task_tellHandedOver";
    public static final String EVENT_CLOCKS_CHANGED_OVERDUE = "Event_clocksChangedOverdue";
    public static final String EVENT_CLOCKS_CHANGED_REMINDER = "Event_clocksChangedReminder";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";

    private Elements() {}
  }
}
