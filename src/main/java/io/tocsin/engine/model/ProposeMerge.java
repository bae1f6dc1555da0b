package io.tocsin.engine.model;

/** Asks the commander whether two incidents are one. */
public final class ProposeMerge {

  public static final String KEY = "propose-merge";

  private ProposeMerge() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_RELATED_DECLARED = "Event_relatedDeclared";
    public static final String TASK_PROPOSE_MERGE = "Task_proposeMerge";
    public static final String GATEWAY_BOTH_OPEN = "Gateway_bothOpen";
    public static final String EVENT_ONE_OVER = "Event_oneOver";
    public static final String TASK_TELL_MERGE_ASKED = "Task_tellMergeAsked";
    public static final String TASK_DECIDE_MERGE = "Task_decideMerge";
    public static final String EVENT_MERGE_SETTLED = "Event_mergeSettled";
    public static final String EVENT_NOTHING_TO_DECIDE = "Event_nothingToDecide";
    public static final String EVENT_MERGE_DECIDED = "Event_mergeDecided";

    private Elements() {}
  }
}
