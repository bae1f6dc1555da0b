package io.tocsin.engine.model;

/** A drill: the incident that it plays, its script, the scorecard and the debrief. */
public final class Drill {

  public static final String KEY = "drill";

  private Drill() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_DRILL_REQUESTED = "Event_drillRequested";
    public static final String TASK_OPEN_DRILL = "Task_openDrill";
    public static final String ACTIVITY_PLAY_SCRIPT = "Activity_playScript";
    public static final String EVENT_DRILL_BROKEN_OFF = "Event_drillBrokenOff";
    public static final String TASK_BREAK_OFF_DRILL = "Task_breakOffDrill";
    public static final String GATEWAY_PLAYED = "Gateway_played";
    public static final String TASK_SCORE_DRILL = "Task_scoreDrill";
    public static final String GATEWAY_DEBRIEF_WANTED = "Gateway_debriefWanted";
    public static final String TASK_DEBRIEF = "Task_debrief";
    public static final String EVENT_DEBRIEFED = "Event_debriefed";
    public static final String EVENT_SCORED = "Event_scored";

    private Elements() {}
  }
}
