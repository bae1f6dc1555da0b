package io.tocsin.engine.model;

/** What a severity of level 3 sets in motion. */
public final class PathMedium {

  public static final String KEY = "path-medium";

  private PathMedium() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_PATH_BEGUN = "Event_pathBegun";
    public static final String GATEWAY_TELL = "Gateway_tell";
    public static final String TASK_TELL_TEAM = "Task_tellTeam";
    public static final String TASK_TELL_OWNERS = "Task_tellOwners";
    public static final String GATEWAY_TOLD = "Gateway_told";
    public static final String EVENT_EVERYONE_TOLD = "Event_everyoneTold";

    private Elements() {}
  }
}
