package io.tocsin.engine.model;

/** The clock of a routine: reminds before and after the deadline, then tells others. */
public final class RoutineReminders {

  public static final String KEY = "routine-reminders";

  private RoutineReminders() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_REMINDERS_BEGUN = "Event_remindersBegun";
    public static final String GATEWAY_PLAN_AGAIN = "Gateway_planAgain";
    public static final String TASK_PLAN_ROUTINE_REMINDER = "Task_planRoutineReminder";
    public static final String GATEWAY_ANYTHING_TO_TELL = "Gateway_anythingToTell";
    public static final String EVENT_NOTHING_TO_TELL = "Event_nothingToTell";
    public static final String GATEWAY_UNTIL_REMINDER = "Gateway_untilReminder";
    public static final String EVENT_REMINDER_TIME = "Event_reminderTime";
    public static final String TASK_REMIND_OF_ROUTINE = "Task_remindOfRoutine";
    public static final String EVENT_ROUTINE_CHANGED = "Event_routineChanged";

    private Elements() {}
  }
}
