package io.tocsin.engine.model;

/** One action item, from the day it is agreed on until it is settled. */
public final class ActionItem {

  public static final String KEY = "action-item";

  private ActionItem() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_ITEM_AGREED = "Event_itemAgreed";
    public static final String GATEWAY_WORK_AND_REMINDERS = "Gateway_workAndReminders";
    public static final String GATEWAY_ITEM_AGAIN = "Gateway_itemAgain";
    public static final String TASK_READ_ITEM = "Task_readItem";
    public static final String GATEWAY_ITEM_OPEN = "Gateway_itemOpen";
    public static final String EVENT_ITEM_SETTLED = "Event_itemSettled";
    public static final String TASK_DO_ACTION_ITEM = "Task_doActionItem";
    public static final String EVENT_ITEM_CHANGED = "Event_itemChanged";
    public static final String GATEWAY_PLAN_AGAIN = "Gateway_planAgain";
    public static final String TASK_PLAN_REMINDER = "Task_planReminder";
    public static final String GATEWAY_ANYTHING_TO_TELL = "Gateway_anythingToTell";
    public static final String EVENT_NOTHING_TO_TELL = "Event_nothingToTell";
    public static final String GATEWAY_UNTIL_REMINDER = "Gateway_untilReminder";
    public static final String EVENT_REMINDER_TIME = "Event_reminderTime";
    public static final String TASK_REMIND_OF_ITEM = "Task_remindOfItem";
    public static final String EVENT_DEADLINE_MOVED = "Event_deadlineMoved";

    private Elements() {}
  }
}
