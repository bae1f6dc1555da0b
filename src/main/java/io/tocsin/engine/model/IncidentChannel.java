package io.tocsin.engine.model;

/** The chat channel that an incident has of its own. */
public final class IncidentChannel {

  public static final String KEY = "incident-channel";

  private IncidentChannel() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_INCIDENT_DECLARED = "Event_incidentDeclared";
    public static final String GATEWAY_AGAIN = "Gateway_again";
    public static final String TASK_READ_CHANNEL = "Task_readChannel";
    public static final String GATEWAY_OVER = "Gateway_over";
    public static final String GATEWAY_DUE = "Gateway_due";
    public static final String TASK_OPEN_CHANNEL = "Task_openChannel";
    public static final String TASK_KEEP_CHANNEL = "Task_keepChannel";
    public static final String EVENT_CHANGED = "Event_changed";
    public static final String EVENT_LAST_WORDS_SAID = "Event_lastWordsSaid";
    public static final String TASK_ARCHIVE_CHANNEL = "Task_archiveChannel";
    public static final String EVENT_ARCHIVED = "Event_archived";
    public static final String EVENT_NO_CHANNEL = "Event_noChannel";

    private Elements() {}
  }
}
