package io.tocsin.engine.model;

/** What the worst incidents set in motion. */
public final class PathCritical {

  public static final String KEY = "path-critical";

  private PathCritical() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_PATH_BEGUN = "Event_pathBegun";
    public static final String GATEWAY_WAR_ROOM = "Gateway_warRoom";
    public static final String TASK_OPEN_WAR_ROOM = "Task_openWarRoom";
    public static final String GATEWAY_WAR_ROOM_READY = "Gateway_warRoomReady";
    public static final String GATEWAY_ALL_HANDS = "Gateway_allHands";
    public static final String TASK_CALL_ALL_HANDS = "Task_callAllHands";
    public static final String GATEWAY_HANDS_CALLED = "Gateway_handsCalled";
    public static final String TASK_TELL_TEAM = "Task_tellTeam";
    public static final String GATEWAY_EXECUTIVES = "Gateway_executives";
    public static final String TASK_TELL_EXECUTIVES = "Task_tellExecutives";
    public static final String GATEWAY_EXECUTIVES_TOLD = "Gateway_executivesTold";
    public static final String GATEWAY_MANAGEMENT = "Gateway_management";
    public static final String TASK_TELL_MANAGEMENT = "Task_tellManagement";
    public static final String GATEWAY_MANAGEMENT_TOLD = "Gateway_managementTold";
    public static final String EVENT_EVERYONE_TOLD = "Event_everyoneTold";

    private Elements() {}
  }
}
