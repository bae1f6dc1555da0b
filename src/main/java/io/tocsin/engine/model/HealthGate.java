package io.tocsin.engine.model;

/** The ids of the process {@code health-gate}: health gate. */
public final class HealthGate {

  public static final String KEY = "health-gate";

  private HealthGate() {}

  /** Its activities, events and gateways. */
  public static final class Elements {

    public static final String EVENT_CHECK_REQUESTED = "Event_checkRequested";
    public static final String GATEWAY_CHECK = "Gateway_check";
    public static final String TASK_CHECK_GATE = "Task_checkGate";
    public static final String GATEWAY_VERDICT = "Gateway_verdict";
    public static final String EVENT_HEALTHY = "Event_healthy";
    public static final String EVENT_UNHEALTHY = "Event_unhealthy";
    public static final String EVENT_GATE_WAIT = "Event_gateWait";

    private Elements() {}
  }
}
