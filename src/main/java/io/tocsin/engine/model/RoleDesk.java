package io.tocsin.engine.model;

/** The standing task of one role, which comes back after each use. */
public final class RoleDesk {

  public static final String KEY = "role-desk";

  private RoleDesk() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_DESK_ASKED = "Event_deskAsked";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String TASK_READ_DESK = "Task_readDesk";
    public static final String GATEWAY_DESK = "Gateway_desk";
    public static final String TASK_COMMAND = "Task_command";
    public static final String TASK_CALL_FOR_HELP = "Task_callForHelp";
    public static final String TASK_KEEP_LOG = "Task_keepLog";
    public static final String TASK_RECORD_OBSERVATIONS = "Task_recordObservations";
    public static final String TASK_RECORD_CUSTOMER_REPORTS = "Task_recordCustomerReports";
    public static final String GATEWAY_USED = "Gateway_used";
    public static final String EVENT_RESPONSE_OVER = "Event_responseOver";
    public static final String EVENT_CLOCKS_CHANGED = "Event_clocksChanged";

    private Elements() {}
  }
}
