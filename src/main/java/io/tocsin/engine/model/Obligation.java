package io.tocsin.engine.model;

/** What one role owes by one deadline. */
public final class Obligation {

  public static final String KEY = "obligation";

  private Obligation() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_DUTY_BEGUN = "Event_dutyBegun";
    public static final String TASK_PLAN_DEADLINE = "Task_planDeadline";
    public static final String GATEWAY_WORK_AND_CLOCK = "Gateway_workAndClock";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String TASK_READ_LEFT = "Task_readLeft";
    public static final String GATEWAY_LEFT = "Gateway_left";
    public static final String EVENT_DUTY_DONE = "Event_dutyDone";
    public static final String TASK_DO_WHAT_IS_OWED = "Task_doWhatIsOwed";
    public static final String EVENT_SETTLED_MEANWHILE = "Event_settledMeanwhile";
    public static final String EVENT_PROVEN_ELSEWHERE = "Event_provenElsewhere";
    public static final String GATEWAY_REMIND = "Gateway_remind";
    public static final String EVENT_REMINDER_DUE = "Event_reminderDue";
    public static final String TASK_TELL_DUE = "Task_tellDue";
    public static final String GATEWAY_DEADLINE = "Gateway_deadline";
    public static final String EVENT_DEADLINE_PASSED = "Event_deadlinePassed";
    public static final String TASK_TELL_OVERDUE = "Task_tellOverdue";
    public static final String EVENT_OVERDUE_TOLD = "Event_overdueTold";

    private Elements() {}
  }
}
