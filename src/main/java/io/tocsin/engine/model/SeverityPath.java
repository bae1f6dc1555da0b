package io.tocsin.engine.model;

/** Follows the path that belongs to the severity. */
public final class SeverityPath {

  public static final String KEY = "severity-path";

  private SeverityPath() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_PATH_ASKED = "Event_pathAsked";
    public static final String TASK_READ_SEVERITY = "Task_readSeverity";
    public static final String GATEWAY_PATH = "Gateway_path";
    public static final String ACTIVITY_CRITICAL_PATH = "Activity_criticalPath";
    public static final String ACTIVITY_HIGH_PATH = "Activity_highPath";
    public static final String ACTIVITY_MEDIUM_PATH = "Activity_mediumPath";
    public static final String ACTIVITY_LOW_PATH = "Activity_lowPath";
    public static final String GATEWAY_PATH_DONE = "Gateway_pathDone";
    public static final String EVENT_PATH_FOLLOWED = "Event_pathFollowed";

    private Elements() {}
  }
}
