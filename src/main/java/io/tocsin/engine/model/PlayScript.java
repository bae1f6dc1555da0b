package io.tocsin.engine.model;

/** Plays the script of a drill, step by step. */
public final class PlayScript {

  public static final String KEY = "play-script";

  private PlayScript() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_SCRIPT_BEGUN = "Event_scriptBegun";
    public static final String GATEWAY_LOOK = "Gateway_look";
    public static final String TASK_LOOK_AT_SCRIPT = "Task_lookAtScript";
    public static final String GATEWAY_WHAT_NEXT = "Gateway_whatNext";
    public static final String TASK_PLAY_STEP = "Task_playStep";
    public static final String EVENT_LOOK_AGAIN = "Event_lookAgain";
    public static final String EVENT_SCRIPT_OVER = "Event_scriptOver";

    private Elements() {}
  }
}
