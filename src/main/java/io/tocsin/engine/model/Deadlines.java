package io.tocsin.engine.model;

/** Warns before a target of the policy is missed and says so when it is. */
public final class Deadlines {

  public static final String KEY = "deadlines";

  private Deadlines() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_WATCH_BEGUN = "Event_watchBegun";
    public static final String EVENT_NO_DEADLINE_LEFT = "Event_noDeadlineLeft";

    private Elements() {}
  }
}
