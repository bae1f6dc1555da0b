package io.tocsin.engine.model;

/** The whole response to one incident. */
public final class IncidentResponse {

  public static final String KEY = "incident-response";

  private IncidentResponse() {}

  /** Ids of the nodes of the model. */
  public static final class Elements {

    public static final String EVENT_DECLARED = "Event_declared";
    public static final String GATEWAY_BEGIN = "Gateway_begin";
    public static final String ACTIVITY_RESPONSE = "Activity_response";
    public static final String EVENT_RESPONSE_BEGUN = "Event_responseBegun";
    public static final String GATEWAY_WORK_AND_CLOCKS = "Gateway_workAndClocks";
    public static final String GATEWAY_TRIAGED = "Gateway_triaged";
    public static final String ACTIVITY_TRIAGE = "Activity_triage";
    public static final String GATEWAY_IS_INCIDENT = "Gateway_isIncident";
    public static final String GATEWAY_RESPOND_NOW = "Gateway_respondNow";
    public static final String ACTIVITY_RESPOND = "Activity_respond";
    public static final String EVENT_RESPONSE_RESOLVED = "Event_responseResolved";
    public static final String EVENT_NOT_AN_INCIDENT = "Event_notAnIncident";
    public static final String ACTIVITY_RESOLVE_ON_REQUEST = "Activity_resolveOnRequest";
    public static final String EVENT_RESOLVED_ON_REQUEST = "Event_resolvedOnRequest";
    public static final String ACTIVITY_STATUS_UPDATES = "Activity_statusUpdates";
    public static final String EVENT_UPDATES_OVER = "Event_updatesOver";
    public static final String ACTIVITY_ESCALATION = "Activity_escalation";
    public static final String EVENT_ESCALATION_OVER = "Event_escalationOver";
    public static final String ACTIVITY_DEADLINES = "Activity_deadlines";
    public static final String EVENT_DEADLINES_OVER = "Event_deadlinesOver";
    public static final String ACTIVITY_ROLES = "Activity_roles";
    public static final String EVENT_ROLES_OVER = "Event_rolesOver";
    public static final String ACTIVITY_ROLE_DESKS = "Activity_roleDesks";
    public static final String EVENT_DESKS_OVER = "Event_desksOver";
    public static final String GATEWAY_OUTCOME = "Gateway_outcome";
    public static final String EVENT_MERGE_REQUESTED = "Event_mergeRequested";
    public static final String EVENT_DISMISSAL_REQUESTED = "Event_dismissalRequested";
    public static final String GATEWAY_MERGED = "Gateway_merged";
    public static final String TASK_TELL_MERGED = "Task_tellMerged";
    public static final String EVENT_MERGED = "Event_merged";
    public static final String GATEWAY_DISMISSED = "Gateway_dismissed";
    public static final String TASK_TELL_DISMISSED = "Task_tellDismissed";
    public static final String EVENT_DISMISSED = "Event_dismissed";
    public static final String ACTIVITY_AFTERMATH = "Activity_aftermath";
    public static final String EVENT_AFTERMATH_BEGUN = "Event_aftermathBegun";
    public static final String GATEWAY_RECOVER_AND_OWED = "Gateway_recoverAndOwed";
    public static final String ACTIVITY_RECOVER = "Activity_recover";
    public static final String GATEWAY_STABLE = "Gateway_stable";
    public static final String ACTIVITY_REVIEW = "Activity_review";
    public static final String EVENT_REVIEWED = "Event_reviewed";
    public static final String EVENT_NOT_STABLE = "Event_notStable";
    public static final String ACTIVITY_OBLIGATIONS = "Activity_obligations";
    public static final String EVENT_NOTHING_OWED = "Event_nothingOwed";
    public static final String ACTIVITY_OWED_ANEW = "Activity_owedAnew";
    public static final String EVENT_SEVERITY_CHANGED = "Event_severityChanged";
    public static final String ACTIVITY_NEW_OBLIGATIONS = "Activity_newObligations";
    public static final String EVENT_NOTHING_NEW_OWED = "Event_nothingNewOwed";
    public static final String EVENT_REOPENED = "Event_reopened";
    public static final String GATEWAY_CLOSED = "Gateway_closed";
    public static final String GATEWAY_REOPENED = "Gateway_reopened";
    public static final String EVENT_CLOSED = "Event_closed";
    public static final String TASK_TELL_REOPENED = "Task_tellReopened";

    private Elements() {}
  }
}
