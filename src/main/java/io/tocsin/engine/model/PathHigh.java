package io.tocsin.engine.model;

/** What a severity of level 2 sets in motion. */
public final class PathHigh {

  public static final String KEY = "path-high";

  private PathHigh() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_PATH_BEGUN = "Event_pathBegun";
    public static final String GATEWAY_TELL = "Gateway_tell";
    public static final String TASK_TELL_TEAM = "Task_tellTeam";
    public static final String TASK_TELL_MANAGEMENT = "Task_tellManagement";
    public static final String GATEWAY_TOLD = "Gateway_told";
    public static final String EVENT_EVERYONE_TOLD = "Event_everyoneTold";

    private Elements() {}
  }
}
