package io.tocsin.engine.model;

/** What the policy owes after an incident, as tasks of the roles. */
public final class Obligations {

  public static final String KEY = "obligations";

  private Obligations() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_OWED_BEGUN = "Event_owedBegun";
    public static final String TASK_LIST_OWED = "Task_listOwed";
    public static final String GATEWAY_ANYTHING_OWED = "Gateway_anythingOwed";
    public static final String ACTIVITY_OBLIGATION = "Activity_obligation";
    public static final String EVENT_ALL_DONE = "Event_allDone";
    public static final String EVENT_NOTHING_OWED = "Event_nothingOwed";

    private Elements() {}
  }
}
