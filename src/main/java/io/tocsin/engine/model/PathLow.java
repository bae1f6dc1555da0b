package io.tocsin.engine.model;

/** What an incident that can wait sets in motion. */
public final class PathLow {

  public static final String KEY = "path-low";

  private PathLow() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_PATH_BEGUN = "Event_pathBegun";
    public static final String TASK_TELL_OWNERS = "Task_tellOwners";
    public static final String GATEWAY_TICKET = "Gateway_ticket";
    public static final String ACTIVITY_TICKET = "Activity_ticket";
    public static final String GATEWAY_TICKET_KNOWN = "Gateway_ticketKnown";
    public static final String EVENT_EVERYONE_TOLD = "Event_everyoneTold";

    private Elements() {}
  }
}
