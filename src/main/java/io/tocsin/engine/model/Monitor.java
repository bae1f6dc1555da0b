package io.tocsin.engine.model;

/** Runs one monitor of the catalog, again and again. */
public final class Monitor {

  public static final String KEY = "monitor";

  private Monitor() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_MONITOR_BEGUN = "Event_monitorBegun";
    public static final String GATEWAY_PLAN = "Gateway_plan";
    public static final String TASK_PLAN_RUN = "Task_planRun";
    public static final String GATEWAY_WANTED = "Gateway_wanted";
    public static final String EVENT_RUN_DUE = "Event_runDue";
    public static final String TASK_RUN_MONITOR = "Task_runMonitor";
    public static final String EVENT_MONITOR_ENDED = "Event_monitorEnded";

    private Elements() {}
  }
}
