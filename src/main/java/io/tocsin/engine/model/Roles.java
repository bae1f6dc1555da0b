package io.tocsin.engine.model;

/** Calls for a commander while there is none and offers to hand over after a long watch. */
public final class Roles {

  public static final String KEY = "roles";

  private Roles() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_WATCH_BEGUN = "Event_watchBegun";
    public static final String EVENT_NO_ROLE_TO_WATCH = "Event_noRoleToWatch";

    private Elements() {}
  }
}
