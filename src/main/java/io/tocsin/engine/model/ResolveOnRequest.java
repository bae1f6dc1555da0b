package io.tocsin.engine.model;

/** Resolves an incident because a person asked for it. */
public final class ResolveOnRequest {

  public static final String KEY = "resolve-on-request";

  private ResolveOnRequest() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_READY = "Event_ready";
    public static final String GATEWAY_WAIT_FOR_REQUEST = "Gateway_waitForRequest";
    public static final String EVENT_RESOLVE_REQUESTED = "Event_resolveRequested";
    public static final String ACTIVITY_HEALTH_GATE = "Activity_healthGate";
    public static final String GATEWAY_HEALTHY = "Gateway_healthy";
    public static final String TASK_MARK_RESOLVED = "Task_markResolved";
    public static final String EVENT_RESOLVED = "Event_resolved";
    public static final String TASK_NOTE_GATE_FAILED = "Task_noteGateFailed";

    private Elements() {}
  }
}
