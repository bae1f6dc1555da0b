package io.tocsin.engine.model;

/** The phase that finds the cause and mitigates it. */
public final class Respond {

  public static final String KEY = "respond";

  private Respond() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_RESPOND_BEGUN = "Event_respondBegun";
    public static final String GATEWAY_PATH_AND_WORK = "Gateway_pathAndWork";
    public static final String ACTIVITY_SEVERITY_PATH = "Activity_severityPath";
    public static final String EVENT_PATH_FOLLOWED = "Event_pathFollowed";
    public static final String ACTIVITY_PLAYBOOKS = "Activity_playbooks";
    public static final String EVENT_PLAYBOOKS_OVER = "Event_playbooksOver";
    public static final String TASK_ASSIGN_ROLES = "Task_assignRoles";
    public static final String TASK_INVESTIGATE = "Task_investigate";
    public static final String GATEWAY_MITIGATE = "Gateway_mitigate";
    public static final String ACTIVITY_MITIGATE = "Activity_mitigate";
    public static final String TASK_VERIFY = "Task_verify";
    public static final String GATEWAY_VERIFIED = "Gateway_verified";
    public static final String TASK_MARK_RESOLVED = "Task_markResolved";
    public static final String EVENT_RESOLVED = "Event_resolved";
    public static final String ACTIVITY_SEVERITY_CHANGED = "Activity_severityChanged";
    public static final String EVENT_SEVERITY_CHANGED = "Event_severityChanged";
    public static final String ACTIVITY_NEW_SEVERITY_PATH = "Activity_newSeverityPath";
    public static final String EVENT_NEW_PATH_FOLLOWED = "Event_newPathFollowed";

    private Elements() {}
  }
}
