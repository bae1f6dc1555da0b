package io.tocsin.engine.model;

/** One period of a routine, from its beginning until it is settled. */
public final class Routine {

  public static final String KEY = "routine";

  private Routine() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_ROUTINE_BEGUN = "Event_routineBegun";
    public static final String GATEWAY_ROUTINE_AND_REMINDERS = "Gateway_routineAndReminders";
    public static final String GATEWAY_ROUTINE_AGAIN = "Gateway_routineAgain";
    public static final String TASK_READ_ROUTINE = "Task_readRoutine";
    public static final String GATEWAY_ROUTINE_OPEN = "Gateway_routineOpen";
    public static final String EVENT_ROUTINE_SETTLED = "Event_routineSettled";
    public static final String GATEWAY_CONTACTS = "Gateway_contacts";
    public static final String ACTIVITY_CONTACT_CHECK = "Activity_contactCheck";
    public static final String EVENT_SETTLED_MEANWHILE = "Event_settledMeanwhile";
    public static final String TASK_PREPARE_ROUTINE = "Task_prepareRoutine";
    public static final String TASK_DO_ROUTINE = "Task_doRoutine";
    public static final String EVENT_SETTLED_ELSEWHERE = "Event_settledElsewhere";
    public static final String ACTIVITY_ROUTINE_REMINDERS = "Activity_routineReminders";
    public static final String EVENT_NOTHING_LEFT_TO_TELL = "Event_nothingLeftToTell";

    private Elements() {}
  }
}
