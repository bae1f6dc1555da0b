package io.tocsin.engine.model;

/** One playbook, and the way out of it. */
public final class FollowPlaybook {

  public static final String KEY = "follow-playbook";

  private FollowPlaybook() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_FOLLOW_BEGUN = "Event_followBegun";
    public static final String TASK_OPEN_PLAYBOOK = "Task_openPlaybook";
    public static final String GATEWAY_AND_THE_WAY_OUT = "Gateway_andTheWayOut";
    public static final String ACTIVITY_PLAYBOOK = "Activity_playbook";
    public static final String TASK_NOTE_PLAYBOOK_END = "Task_notePlaybookEnd";
    public static final String EVENT_PLAYBOOK_ENDED = "Event_playbookEnded";
    public static final String TASK_CHANGE_PLAYBOOK = "Task_changePlaybook";
    public static final String EVENT_PLAYBOOK_LEFT = "Event_playbookLeft";

    private Elements() {}
  }
}
