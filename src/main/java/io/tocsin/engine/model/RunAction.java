package io.tocsin.engine.model;

/** Filling in, approving and running one action of the catalog. */
public final class RunAction {

  public static final String KEY = "run-action";

  private RunAction() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_ACTION_CHOSEN = "Event_actionChosen";
    public static final String TASK_PREPARE_ACTION = "Task_prepareAction";
    public static final String GATEWAY_PARAMETERS_ASKED = "Gateway_parametersAsked";
    public static final String TASK_FILL_PARAMETERS = "Task_fillParameters";
    public static final String GATEWAY_FILLED = "Gateway_filled";
    public static final String GATEWAY_APPROVAL_NEEDED = "Gateway_approvalNeeded";
    public static final String TASK_ASK_APPROVAL = "Task_askApproval";
    public static final String TASK_APPROVE = "Task_approve";
    public static final String GATEWAY_APPROVED = "Gateway_approved";
    public static final String GATEWAY_CLEARED = "Gateway_cleared";
    public static final String ACTIVITY_EXECUTE_ACTION = "Activity_executeAction";
    public static final String EVENT_ACTION_ENDED = "Event_actionEnded";
    public static final String EVENT_NOT_APPROVED = "Event_notApproved";

    private Elements() {}
  }
}
