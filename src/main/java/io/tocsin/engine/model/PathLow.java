package io.tocsin.engine.model;

/** The ids of the process {@code path-low}: low path. */
public final class PathLow {

  public static final String KEY = "path-low";

  private PathLow() {}

  /** Its activities, events and gateways. */
  public static final class Elements {

    public static final String EVENT_PATH_BEGUN = "Event_pathBegun";
    public static final String TASK_TELL_OWNERS = "Task_tellOwners";
    public static final String EVENT_EVERYONE_TOLD = "Event_everyoneTold";

    private Elements() {}
  }
}
