package io.tocsin.engine.model;

/** The phase that learns from the incident and closes it. */
public final class Review {

  public static final String KEY = "review";

  private Review() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_REVIEW_BEGUN = "Event_reviewBegun";
    public static final String GATEWAY_PLAN = "Gateway_plan";
    public static final String TASK_PLAN_REVIEW = "Task_planReview";
    public static final String GATEWAY_REVIEW_OWED = "Gateway_reviewOwed";
    public static final String TASK_TELL_REVIEW_DUE = "Task_tellReviewDue";
    public static final String ACTIVITY_HOLD_REVIEW = "Activity_holdReview";
    public static final String EVENT_REVIEW_ASKED_FOR = "Event_reviewAskedFor";
    public static final String GATEWAY_REVIEW_WORK = "Gateway_reviewWork";
    public static final String GATEWAY_MEETING_SET = "Gateway_meetingSet";
    public static final String GATEWAY_ASK_FOR_MEETING = "Gateway_askForMeeting";
    public static final String TASK_SCHEDULE_REVIEW = "Task_scheduleReview";
    public static final String GATEWAY_MEETING_SETTLED = "Gateway_meetingSettled";
    public static final String EVENT_MEETING_CALLED_OFF = "Event_meetingCalledOff";
    public static final String TASK_WRITE_REVIEW = "Task_writeReview";
    public static final String EVENT_REVIEW_WRITTEN = "Event_reviewWritten";
    public static final String GATEWAY_DUE_AGAIN = "Gateway_dueAgain";
    public static final String GATEWAY_UNTIL_OVERDUE = "Gateway_untilOverdue";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";
    public static final String TASK_READ_REVIEW_DUE = "Task_readReviewDue";
    public static final String EVENT_REVIEW_OVERDUE = "Event_reviewOverdue";
    public static final String TASK_TELL_REVIEW_OVERDUE = "Task_tellReviewOverdue";
    public static final String EVENT_OVERDUE_TOLD = "Event_overdueTold";
    public static final String TASK_ASSEMBLE_REPORT = "Task_assembleReport";
    public static final String GATEWAY_REVIEWED = "Gateway_reviewed";
    public static final String TASK_CLOSE = "Task_close";
    public static final String EVENT_OWED_AFTER_ALL = "Event_owedAfterAll";
    public static final String TASK_MARK_CLOSED = "Task_markClosed";
    public static final String TASK_TELL_CLOSED = "Task_tellClosed";
    public static final String EVENT_CLOSED = "Event_closed";

    private Elements() {}
  }
}
