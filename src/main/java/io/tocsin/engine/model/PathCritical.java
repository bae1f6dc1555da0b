package io.tocsin.engine.model;

/** What a severity of level 1 sets in motion. */
public final class PathCritical {

  public static final String KEY = "path-critical";

  private PathCritical() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_PATH_BEGUN = "Event_pathBegun";
    public static final String GATEWAY_WAR_ROOM = "Gateway_warRoom";
    public static final String TASK_OPEN_WAR_ROOM = "Task_openWarRoom";
    public static final String GATEWAY_WAR_ROOM_READY = "Gateway_warRoomReady";
    public static final String GATEWAY_TELL = "Gateway_tell";
    public static final String TASK_TELL_TEAM = "Task_tellTeam";
    public static final String TASK_TELL_EXECUTIVES = "Task_tellExecutives";
    public static final String TASK_TELL_MANAGEMENT = "Task_tellManagement";
    public static final String TASK_CALL_ALL_HANDS = "Task_callAllHands";
    public static final String GATEWAY_TOLD = "Gateway_told";
    public static final String EVENT_EVERYONE_TOLD = "Event_everyoneTold";

    private Elements() {}
  }
}
