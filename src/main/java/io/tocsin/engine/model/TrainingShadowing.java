package io.tocsin.engine.model;

/** Shifts that are shadowed, each confirmed. */
public final class TrainingShadowing {

  public static final String KEY = "training-shadowing";

  private TrainingShadowing() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_SHADOWING_BEGUN = "Event_shadowingBegun";
    public static final String GATEWAY_SHADOWING_AGAIN = "Gateway_shadowingAgain";
    public static final String TASK_READ_SHADOWING = "Task_readShadowing";
    public static final String GATEWAY_SHADOWING_LEFT = "Gateway_shadowingLeft";
    public static final String EVENT_SHADOWING_DONE = "Event_shadowingDone";
    public static final String TASK_NOTE_SHIFT = "Task_noteShift";
    public static final String TASK_CONFIRM_SHIFT = "Task_confirmShift";

    private Elements() {}
  }
}
