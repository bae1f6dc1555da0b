package io.tocsin.engine.model;

/** Waits until an alert that comes and goes has calmed down. */
public final class FlappingAlert {

  public static final String KEY = "flapping-alert";

  private FlappingAlert() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_FLAPPING_BEGUN = "Event_flappingBegun";
    public static final String GATEWAY_LOOK_AGAIN = "Gateway_lookAgain";
    public static final String TASK_LOOK_FOR_CALM = "Task_lookForCalm";
    public static final String GATEWAY_CALM = "Gateway_calm";
    public static final String EVENT_QUIET_TIME_OVER = "Event_quietTimeOver";
    public static final String EVENT_CALMED_DOWN = "Event_calmedDown";

    private Elements() {}
  }
}
