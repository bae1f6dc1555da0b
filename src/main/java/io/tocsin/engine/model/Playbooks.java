package io.tocsin.engine.model;

/** Which playbook is followed, beside the work. */
public final class Playbooks {

  public static final String KEY = "playbooks";

  private Playbooks() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_PLAYBOOKS_BEGUN = "Event_playbooksBegun";
    public static final String GATEWAY_READ_AGAIN = "Gateway_readAgain";
    public static final String TASK_READ_PLAYBOOK = "Task_readPlaybook";
    public static final String GATEWAY_PLAYBOOK_STATE = "Gateway_playbookState";
    public static final String ACTIVITY_FOLLOW_PLAYBOOK = "Activity_followPlaybook";
    public static final String TASK_CHOOSE_PLAYBOOK = "Task_choosePlaybook";
    public static final String TASK_TAKE_UP_PLAYBOOK = "Task_takeUpPlaybook";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String EVENT_CHANGED_WHILE_ASKED = "Event_changedWhileAsked";
    public static final String EVENT_CHANGED_WHILE_FOLLOWED = "Event_changedWhileFollowed";
    public static final String EVENT_CHANGED_WHILE_NONE = "Event_changedWhileNone";
    public static final String EVENT_PLAYBOOKS_OVER = "Event_playbooksOver";
    public static final String ACTIVITY_MORE_IS_KNOWN = "Activity_moreIsKnown";
    public static final String EVENT_MORE_IS_KNOWN = "Event_moreIsKnown";
    public static final String TASK_RECONSIDER_PLAYBOOK = "Task_reconsiderPlaybook";
    public static final String EVENT_RECONSIDERED = "Event_reconsidered";
    public static final String ACTIVITY_PRESERVE_MORE = "Activity_preserveMore";
    public static final String EVENT_EVIDENCE_WANTED = "Event_evidenceWanted";
    public static final String TASK_PRESERVE_MORE = "Task_preserveMore";
    public static final String GATEWAY_MORE_PRESERVED = "Gateway_morePreserved";
    public static final String TASK_TELL_MORE_MISSING = "Task_tellMoreMissing";
    public static final String TASK_PRESERVE_REST = "Task_preserveRest";
    public static final String EVENT_REST_PRESERVED = "Event_restPreserved";
    public static final String EVENT_MORE_PRESERVED = "Event_morePreserved";
    public static final String EVENT_PRESERVED_BY_HAND = "Event_preservedByHand";
    public static final String EVENT_NOTHING_LEFT = "Event_nothingLeft";

    private Elements() {}
  }
}
