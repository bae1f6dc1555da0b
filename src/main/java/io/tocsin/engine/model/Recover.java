package io.tocsin.engine.model;

/** The phase that watches whether the services stay stable. */
public final class Recover {

  public static final String KEY = "recover";

  private Recover() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_RECOVERY_BEGUN = "Event_recoveryBegun";
    public static final String TASK_TELL_RESOLVED = "Task_tellResolved";
    public static final String GATEWAY_SIGN_OFF_AND_WATCH = "Gateway_signOffAndWatch";
    public static final String TASK_SIGN_OFF = "Task_signOff";
    public static final String EVENT_STABLE = "Event_stable";
    public static final String GATEWAY_WATCH = "Gateway_watch";
    public static final String TASK_PLAN_CHECK = "Task_planCheck";
    public static final String GATEWAY_WATCH_OVER = "Gateway_watchOver";
    public static final String TASK_TELL_WATCH_OVER = "Task_tellWatchOver";
    public static final String EVENT_FIRED_AFTER_WATCH = "Event_firedAfterWatch";
    public static final String GATEWAY_UNTIL_CHECK = "Gateway_untilCheck";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";
    public static final String GATEWAY_AFTER_WATCH = "Gateway_afterWatch";
    public static final String EVENT_CLOCKS_CHANGED_AFTER_WATCH = "Event_clocksChangedAfterWatch";
    public static final String EVENT_CHECK_DUE = "Event_checkDue";
    public static final String EVENT_ALERT_FIRED_AGAIN = "Event_alertFiredAgain";
    public static final String TASK_CHECK_STABILITY = "Task_checkStability";
    public static final String GATEWAY_HEALTHY = "Gateway_healthy";
    public static final String GATEWAY_DOUBT = "Gateway_doubt";
    public static final String TASK_PLAN_REOPENING = "Task_planReopening";
    public static final String TASK_TELL_DOUBT = "Task_tellDoubt";
    public static final String TASK_DECIDE_REOPENING = "Task_decideReopening";
    public static final String EVENT_UNDECIDED = "Event_undecided";
    public static final String TASK_REOPEN = "Task_reopen";
    public static final String GATEWAY_REOPEN = "Gateway_reopen";
    public static final String EVENT_REOPENED = "Event_reopened";
    public static final String EVENT_REOPENED_UNASKED = "Event_reopenedUnasked";

    private Elements() {}
  }
}
