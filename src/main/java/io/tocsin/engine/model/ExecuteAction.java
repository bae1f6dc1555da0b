package io.tocsin.engine.model;

/** The run itself: by the engine or a worker, with a person for an unknown end. */
public final class ExecuteAction {

  public static final String KEY = "execute-action";

  private ExecuteAction() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_ACTION_CLEARED = "Event_actionCleared";
    public static final String GATEWAY_RUN = "Gateway_run";
    public static final String TASK_RUN_ACTION = "Task_runAction";
    public static final String GATEWAY_SERVICE_FREE = "Gateway_serviceFree";
    public static final String EVENT_TRY_AGAIN = "Event_tryAgain";
    public static final String GATEWAY_BY_WORKER = "Gateway_byWorker";
    public static final String TASK_WORK_ACTION = "Task_workAction";
    public static final String EVENT_WORK_FAILED = "Event_workFailed";
    public static final String EVENT_WORK_OVERDUE = "Event_workOverdue";
    public static final String GATEWAY_WORKED = "Gateway_worked";
    public static final String TASK_RECORD_WORK = "Task_recordWork";
    public static final String GATEWAY_TRIED = "Gateway_tried";
    public static final String GATEWAY_OUTCOME_KNOWN = "Gateway_outcomeKnown";
    public static final String GATEWAY_UNCLEAR = "Gateway_unclear";
    public static final String TASK_ASK_OUTCOME = "Task_askOutcome";
    public static final String TASK_JUDGE_OUTCOME = "Task_judgeOutcome";
    public static final String GATEWAY_RUN_NOW = "Gateway_runNow";
    public static final String GATEWAY_JUDGED = "Gateway_judged";
    public static final String EVENT_ACTION_DONE = "Event_actionDone";

    private Elements() {}
  }
}
