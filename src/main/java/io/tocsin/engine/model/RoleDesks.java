package io.tocsin.engine.model;

/** A standing task for each role: what its holder can do or write down at any time. */
public final class RoleDesks {

  public static final String KEY = "role-desks";

  private RoleDesks() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_DESKS_OPENED = "Event_desksOpened";
    public static final String TASK_LIST_DESKS = "Task_listDesks";
    public static final String ACTIVITY_ROLE_DESK = "Activity_roleDesk";
    public static final String EVENT_DESKS_CLOSED = "Event_desksClosed";

    private Elements() {}
  }
}
