package io.tocsin.engine.model;

/** Names of the messages that the models wait for, correlated by the number of the incident. */
public final class Messages {

  public static final String SEVERITY_CHANGED = "severity-changed";

  /** Some deadline of the incident may have moved: every clock reads it afresh. */
  public static final String CLOCKS_CHANGED = "clocks-changed";

  /** Somebody else commands the incident now. */
  public static final String COMMANDER_CHANGED = "commander-changed";

  /** Something owed after the incident was settled outside its own task. */
  public static final String OBLIGATIONS_CHANGED = "obligations-changed";

  public static final String UPDATE_WRITTEN = "update-written";
  public static final String ESCALATION_REQUESTED = "escalation-requested";
  public static final String RESOLVE_REQUESTED = "resolve-requested";
  public static final String INCIDENT_DISMISSED = "incident-dismissed";
  public static final String INCIDENT_MERGED = "incident-merged";
  public static final String INCIDENT_REOPENED = "incident-reopened";

  /** The ticket of an incident was linked outside its task. */
  public static final String TICKET_LINKED = "ticket-linked";

  public static final String ALERTS_RESOLVED = "alerts-resolved";
  public static final String ALERT_FIRED_AGAIN = "alert-fired-again";

  /** The policy owes a review after all; told while the closing of the incident waits. */
  public static final String REVIEW_OWED = "review-owed";

  /** The meeting of a review does not take place; told while its review is written. */
  public static final String MEETING_CALLED_OFF = "meeting-called-off";

  /** Words for the public are not said any more. */
  public static final String WORDS_WITHDRAWN = "words-withdrawn";

  /** Something has changed that the incident's own channel shows. */
  public static final String INCIDENT_CHANNEL_CHANGED = "incident-channel-changed";

  /** Whether two incidents are one is not asked any more. */
  public static final String MERGE_SETTLED = "merge-settled";

  /** A maintenance window was ended early; told to the instance of the window. */
  public static final String MAINTENANCE_ENDED = "maintenance-ended";

  /** The settings of heartbeats may have changed; told to all instances that watch one. */
  public static final String HEARTBEATS_CHANGED = "heartbeats-changed";

  /** Another playbook is to be followed, or none, or another one fits best. */
  public static final String PLAYBOOK_CHANGED = "playbook-changed";

  /** A run that no model waits for has ended. */
  public static final String ACTION_ENDED = "action-ended";

  /** More is known of the incident; another playbook may fit. */
  public static final String PLAYBOOK_FACTS_CHANGED = "playbook-facts-changed";

  /** A service has joined whose evidence is in no list yet. */
  public static final String EVIDENCE_WANTED = "evidence-wanted";

  /** A person says that the evidence is preserved. */
  public static final String EVIDENCE_PRESERVED = "evidence-preserved";

  /** What may be done about the incident is not the same any more. */
  public static final String MITIGATIONS_CHANGED = "mitigations-changed";

  /** An action item was changed or settled outside its task; told to the instance of the item. */
  public static final String ACTION_ITEM_CHANGED = "action-item-changed";

  /** A round of a routine was settled outside its task; told to the instance of the round. */
  public static final String ROUTINE_CHANGED = "routine-changed";

  /** A drill is broken off before its script is over. */
  public static final String DRILL_BROKEN_OFF = "drill-broken-off";

  /** A surprise drill is called off before its moment. */
  public static final String SURPRISE_CALLED_OFF = "surprise-called-off";

  /** A training is not gone on with; told to the instance of the training. */
  public static final String TRAINING_WITHDRAWN = "training-withdrawn";

  private Messages() {}
}
