package io.tocsin.engine.model;

/** Waits for the end of a maintenance window, and counts what still fires as new. */
public final class MaintenanceWindow {

  public static final String KEY = "maintenance-window";

  private MaintenanceWindow() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_WINDOW_PLANNED = "Event_windowPlanned";
    public static final String GATEWAY_UNTIL_END = "Gateway_untilEnd";
    public static final String EVENT_WINDOW_OVER = "Event_windowOver";
    public static final String EVENT_ENDED_EARLY = "Event_endedEarly";
    public static final String GATEWAY_WINDOW_ENDED = "Gateway_windowEnded";
    public static final String TASK_COUNT_AS_NEW = "Task_countAsNew";
    public static final String EVENT_ALERTS_LET_GO = "Event_alertsLetGo";

    private Elements() {}
  }
}
