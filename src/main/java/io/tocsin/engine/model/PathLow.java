package io.tocsin.engine.model;

/** What a severity of level 4 sets in motion. */
public final class PathLow {

  public static final String KEY = "path-low";

  private PathLow() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_PATH_BEGUN = "Event_pathBegun";
    public static final String TASK_TELL_OWNERS = "Task_tellOwners";
    public static final String EVENT_EVERYONE_TOLD = "Event_everyoneTold";

    private Elements() {}
  }
}
