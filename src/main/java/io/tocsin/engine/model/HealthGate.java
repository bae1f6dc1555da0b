package io.tocsin.engine.model;

/** The checks that decide whether the services are healthy. */
public final class HealthGate {

  public static final String KEY = "health-gate";

  private HealthGate() {}

  /** Ids of the nodes of the model. */
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
