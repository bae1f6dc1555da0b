package io.tocsin.engine.model;

/** A qualification, until it runs out. */
public final class Qualification {

  public static final String KEY = "qualification";

  private Qualification() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_QUALIFICATION_GIVEN = "Event_qualificationGiven";
    public static final String GATEWAY_RENEWAL_AGAIN = "Gateway_renewalAgain";
    public static final String TASK_PLAN_RENEWAL = "Task_planRenewal";
    public static final String GATEWAY_TO_TELL = "Gateway_toTell";
    public static final String EVENT_NOTHING_MORE_TO_TELL = "Event_nothingMoreToTell";
    public static final String EVENT_RENEWAL_TIME = "Event_renewalTime";
    public static final String TASK_REMIND_OF_RENEWAL = "Task_remindOfRenewal";

    private Elements() {}
  }
}
