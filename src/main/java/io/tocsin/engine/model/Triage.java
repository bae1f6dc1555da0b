package io.tocsin.engine.model;

/** The phase that finds out what is wrong and how bad it is. */
public final class Triage {

  public static final String KEY = "triage";

  private Triage() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_TRIAGE_BEGUN = "Event_triageBegun";
    public static final String GATEWAY_EVIDENCE_AND_TRIAGE = "Gateway_evidenceAndTriage";
    public static final String TASK_TELL_DECLARED = "Task_tellDeclared";
    public static final String TASK_COLLECT_EVIDENCE = "Task_collectEvidence";
    public static final String EVENT_EVIDENCE_COLLECTED = "Event_evidenceCollected";
    public static final String TASK_TRIAGE = "Task_triage";
    public static final String GATEWAY_BUSINESS_CONTINUITY = "Gateway_businessContinuity";
    public static final String TASK_TELL_CONTINUITY = "Task_tellContinuity";
    public static final String GATEWAY_TRIAGE_DONE = "Gateway_triageDone";
    public static final String EVENT_TRIAGED = "Event_triaged";
    public static final String EVENT_ALERTS_RESOLVED = "Event_alertsResolved";
    public static final String TASK_DECIDE_DISMISSAL = "Task_decideDismissal";
    public static final String GATEWAY_DISMISS = "Gateway_dismiss";
    public static final String EVENT_FIRES_AGAIN = "Event_firesAgain";
    public static final String EVENT_NOT_OVER = "Event_notOver";
    public static final String EVENT_KEPT_OPEN = "Event_keptOpen";
    public static final String EVENT_DISMISSED = "Event_dismissed";

    private Elements() {}
  }
}
