package io.tocsin.engine.model;

/** Past incidents and what they taught. */
public final class TrainingReading {

  public static final String KEY = "training-reading";

  private TrainingReading() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_READING_BEGUN = "Event_readingBegun";
    public static final String GATEWAY_READING_AGAIN = "Gateway_readingAgain";
    public static final String TASK_READ_READING = "Task_readReading";
    public static final String GATEWAY_READING_LEFT = "Gateway_readingLeft";
    public static final String EVENT_READING_DONE = "Event_readingDone";
    public static final String TASK_READ_INCIDENT = "Task_readIncident";

    private Elements() {}
  }
}
