package io.tocsin.engine.model;

/** Drills in which the trainee took part. */
public final class TrainingDrill {

  public static final String KEY = "training-drill";

  private TrainingDrill() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_DRILLS_BEGUN = "Event_drillsBegun";
    public static final String GATEWAY_DRILLS_AGAIN = "Gateway_drillsAgain";
    public static final String TASK_READ_DRILLS = "Task_readDrills";
    public static final String GATEWAY_DRILLS_LEFT = "Gateway_drillsLeft";
    public static final String EVENT_DRILLS_DONE = "Event_drillsDone";
    public static final String TASK_NAME_DRILL = "Task_nameDrill";

    private Elements() {}
  }
}
