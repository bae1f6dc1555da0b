package io.tocsin.engine.model;

/** One round after the other of choosing, applying and checking a mitigation. */
public final class Mitigation {

  public static final String KEY = "mitigation";

  private Mitigation() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_MITIGATION_BEGUN = "Event_mitigationBegun";
    public static final String GATEWAY_PROPOSE = "Gateway_propose";
    public static final String TASK_PROPOSE_MITIGATIONS = "Task_proposeMitigations";
    public static final String TASK_CHOOSE_MITIGATION = "Task_chooseMitigation";
    public static final String EVENT_MITIGATIONS_CHANGED = "Event_mitigationsChanged";
    public static final String GATEWAY_AUTOMATED = "Gateway_automated";
    public static final String ACTIVITY_RUN_ACTION = "Activity_runAction";
    public static final String GATEWAY_SUCCEEDED = "Gateway_succeeded";
    public static final String TASK_APPLY_BY_HAND = "Task_applyByHand";
    public static final String GATEWAY_APPLIED = "Gateway_applied";
    public static final String ACTIVITY_HEALTH_GATE = "Activity_healthGate";
    public static final String GATEWAY_HEALTHY = "Gateway_healthy";
    public static final String EVENT_HEALTHY_AGAIN = "Event_healthyAgain";
    public static final String GATEWAY_TRY_AGAIN = "Gateway_tryAgain";

    private Elements() {}
  }
}
