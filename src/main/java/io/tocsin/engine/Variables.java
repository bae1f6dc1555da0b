package io.tocsin.engine;

import java.util.Date;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** The process variables that models route on. Everything else is in the incident's record. */
public final class Variables {

  public static final Variable<String> TRIAGE_OUTCOME = Variable.of("triageOutcome", String.class);
  public static final Variable<Integer> LEVEL = Variable.of("level", Integer.class);
  public static final Variable<Boolean> WAR_ROOM = Variable.of("warRoom", Boolean.class);
  public static final Variable<String> PATH = Variable.of("path", String.class);
  public static final Variable<Boolean> ALL_HANDS = Variable.of("allHands", Boolean.class);
  public static final Variable<Boolean> EXECUTIVES = Variable.of("executives", Boolean.class);
  public static final Variable<Boolean> MANAGEMENT = Variable.of("management", Boolean.class);
  public static final Variable<Boolean> TICKET_WORKFLOW =
      Variable.of("ticketWorkflow", Boolean.class);
  public static final Variable<Boolean> TICKET_WEBHOOK =
      Variable.of("ticketWebhook", Boolean.class);
  public static final Variable<Boolean> BUSINESS_CONTINUITY =
      Variable.of("businessContinuity", Boolean.class);
  public static final Variable<String> DESK = Variable.of("desk", String.class);
  public static final Variable<String> DESK_STATE = Variable.of("deskState", String.class);
  public static final Variable<String> EVENT = Variable.of("event", String.class);
  public static final Variable<String> UNLESS_TOLD = Variable.of("unlessTold", String.class);
  public static final Variable<String> ROUND = Variable.of("round", String.class);
  public static final Variable<String> AUDIENCE = Variable.of("audience", String.class);

  public static final Variable<String> UPDATE_STATE = Variable.of("updateState", String.class);
  public static final Variable<Date> UPDATE_OPENS_AT = Variable.of("updateOpensAt", Date.class);
  public static final Variable<Date> UPDATE_DUE_AT = Variable.of("updateDueAt", Date.class);

  public static final Variable<String> STEP_STATE = Variable.of("stepState", String.class);
  public static final Variable<String> ESCALATION_STEP =
      Variable.of("escalationStep", String.class);
  public static final Variable<Date> ESCALATION_DUE_AT = Variable.of("escalationDueAt", Date.class);

  public static final Variable<String> COMMAND_STATE = Variable.of("commandState", String.class);
  public static final Variable<Date> COMMAND_DUE_AT = Variable.of("commandDueAt", Date.class);
  public static final Variable<Boolean> COMMANDER_NAMED =
      Variable.of("commanderNamed", Boolean.class);
  public static final Variable<Date> COMMANDER_CALL_AT = Variable.of("commanderCallAt", Date.class);

  public static final Variable<String> DEADLINE_STATE = Variable.of("deadlineState", String.class);
  public static final Variable<Date> DEADLINE_DUE_AT = Variable.of("deadlineDueAt", Date.class);

  public static final Variable<String> MITIGATION = Variable.of("mitigation", String.class);
  public static final Variable<Integer> MITIGATION_ROUND =
      Variable.of("mitigationRound", Integer.class);
  public static final Variable<Boolean> APPROVAL_NEEDED =
      Variable.of("approvalNeeded", Boolean.class);
  public static final Variable<Boolean> APPROVED = Variable.of("approved", Boolean.class);
  public static final Variable<String> ACTION = Variable.of("action", String.class);
  public static final Variable<String> ACTION_REASON = Variable.of("actionReason", String.class);
  public static final Variable<String> ACTION_REQUEST = Variable.of("actionRequest", String.class);
  public static final Variable<String> ACTION_OUTCOME = Variable.of("actionOutcome", String.class);
  public static final Variable<Boolean> PARAMETERS_ASKED =
      Variable.of("parametersAsked", Boolean.class);
  public static final Variable<Boolean> RUN_IT = Variable.of("runIt", Boolean.class);
  public static final Variable<Boolean> SERVICE_FREE = Variable.of("serviceFree", Boolean.class);
  public static final Variable<Date> TRY_AGAIN_AT = Variable.of("tryAgainAt", Date.class);
  public static final Variable<Boolean> BY_WORKER = Variable.of("byWorker", Boolean.class);
  public static final Variable<String> ACTION_RUN = Variable.of("actionRun", String.class);
  public static final Variable<Date> ACTION_LIMIT_AT = Variable.of("actionLimitAt", Date.class);
  public static final Variable<Boolean> RUN_NOW = Variable.of("runNow", Boolean.class);
  public static final Variable<Boolean> OUTCOME_KNOWN = Variable.of("outcomeKnown", Boolean.class);
  public static final Variable<String> WORKER_KEY = Variable.of("workerKey", String.class);
  public static final Variable<String> WORKER_TOPIC = Variable.of("workerTopic", String.class);
  public static final Variable<Date> WORKER_LIMIT_AT = Variable.of("workerLimitAt", Date.class);
  public static final Variable<String> OUTPUT = Variable.of("output", String.class);
  public static final Variable<String> WORKER_OUTPUT = Variable.of("workerOutput", String.class);
  public static final Variable<String> WORKER_ERROR = Variable.of("workerError", String.class);
  public static final Variable<Boolean> AUTOMATED = Variable.of("automated", Boolean.class);

  public static final Variable<Integer> GATE_ROUND = Variable.of("gateRound", Integer.class);
  public static final Variable<Integer> GATE_PASSES = Variable.of("gatePasses", Integer.class);
  public static final Variable<String> GATE_VERDICT = Variable.of("gateVerdict", String.class);
  public static final Variable<Date> GATE_NEXT_AT = Variable.of("gateNextAt", Date.class);
  public static final Variable<String> GATE_CAME_FROM = Variable.of("gateCameFrom", String.class);
  public static final Variable<Boolean> HEALTHY = Variable.of("healthy", Boolean.class);
  public static final Variable<Boolean> VERIFIED = Variable.of("verified", Boolean.class);

  public static final Variable<Date> CHECK_DUE_AT = Variable.of("checkDueAt", Date.class);
  public static final Variable<Integer> CHECKS_DONE = Variable.of("checksDone", Integer.class);
  public static final Variable<Boolean> WATCH_OVER = Variable.of("watchOver", Boolean.class);
  public static final Variable<String> RECOVER_OUTCOME =
      Variable.of("recoverOutcome", String.class);
  public static final Variable<Date> REOPEN_AT = Variable.of("reopenAt", Date.class);
  public static final Variable<Boolean> REOPEN = Variable.of("reopen", Boolean.class);

  public static final Variable<Boolean> REVIEW_OWED = Variable.of("reviewOwed", Boolean.class);

  /** Whether a meeting is set for the review. */
  public static final Variable<Boolean> MEETING_SET = Variable.of("meetingSet", Boolean.class);

  public static final Variable<Date> REVIEW_DUE_AT = Variable.of("reviewDueAt", Date.class);

  public static final Variable<Boolean> ANYTHING_OWED = Variable.of("anythingOwed", Boolean.class);
  public static final Variable<String> OBLIGATION_GROUP =
      Variable.of("obligationGroup", String.class);
  public static final Variable<String> OBLIGATION_NAME =
      Variable.of("obligationName", String.class);
  public static final Variable<String> OBLIGATION_ROLE =
      Variable.of("obligationRole", String.class);
  public static final Variable<String> OBLIGATION_ROLE_GROUP =
      Variable.of("obligationRoleGroup", String.class);
  public static final Variable<String> OBLIGATION_STATE =
      Variable.of("obligationState", String.class);
  public static final Variable<Date> OBLIGATION_DUE_AT = Variable.of("obligationDueAt", Date.class);
  public static final Variable<Date> OBLIGATION_REMIND_AT =
      Variable.of("obligationRemindAt", Date.class);
  public static final Variable<Boolean> OBLIGATION_REMIND =
      Variable.of("obligationRemind", Boolean.class);

  public static final Variable<String> DELIVERY_ID = Variable.of("deliveryId", String.class);
  public static final Variable<String> DELIVERY_STATE = Variable.of("deliveryState", String.class);
  public static final Variable<Date> DELIVERY_NEXT_AT = Variable.of("deliveryNextAt", Date.class);
  public static final Variable<Boolean> DELIVERY_HANDED_ON =
      Variable.of("deliveryHandedOn", Boolean.class);

  public static final Variable<String> CHANNEL_STATE = Variable.of("channelState", String.class);
  public static final Variable<Date> CHANNEL_ARCHIVE_AT =
      Variable.of("channelArchiveAt", Date.class);
  public static final Variable<String> CHAT_COMMAND_ID = Variable.of("chatCommandId", String.class);

  public static final Variable<String> POST_ID = Variable.of("postId", String.class);
  public static final Variable<Boolean> POST_TAKEN = Variable.of("postTaken", Boolean.class);
  public static final Variable<Date> PUSH_AGAIN_AT = Variable.of("pushAgainAt", Date.class);

  public static final Variable<Boolean> UPDATE_REMIND = Variable.of("updateRemind", Boolean.class);
  public static final Variable<Date> UPDATE_REMIND_AT = Variable.of("updateRemindAt", Date.class);
  public static final Variable<Boolean> UPDATE_HAND_OVER =
      Variable.of("updateHandOver", Boolean.class);

  public static final Variable<String> PUBLIC_TEXT_ID = Variable.of("publicTextId", String.class);
  public static final Variable<String> WORDS_STATE = Variable.of("wordsState", String.class);
  public static final Variable<String> APPROVER = Variable.of("approver", String.class);
  public static final Variable<Date> WORDS_DUE_AT = Variable.of("wordsDueAt", Date.class);
  public static final Variable<Date> WORDS_TELL_AT = Variable.of("wordsTellAt", Date.class);
  public static final Variable<String> MAIL_STATE = Variable.of("mailState", String.class);
  public static final Variable<Date> MAIL_AT = Variable.of("mailAt", Date.class);
  public static final Variable<Boolean> SOCIAL_DRAFT = Variable.of("socialDraft", Boolean.class);

  public static final Variable<Date> MONITOR_DUE_AT = Variable.of("monitorDueAt", Date.class);
  public static final Variable<Boolean> MONITOR_WANTED =
      Variable.of("monitorWanted", Boolean.class);

  public static final Variable<String> ALERT_SOURCE = Variable.of("alertSource", String.class);
  public static final Variable<String> ALERT_FINGERPRINT =
      Variable.of("alertFingerprint", String.class);
  public static final Variable<Boolean> CALM = Variable.of("calm", Boolean.class);
  public static final Variable<Date> CALM_AT = Variable.of("calmAt", Date.class);
  public static final Variable<String> WINDOW_ID = Variable.of("windowId", String.class);
  public static final Variable<Date> WINDOW_ENDS_AT = Variable.of("windowEndsAt", Date.class);
  public static final Variable<String> HEARTBEAT = Variable.of("heartbeat", String.class);
  public static final Variable<Boolean> HEARTBEAT_WATCHED =
      Variable.of("heartbeatWatched", Boolean.class);
  public static final Variable<Date> HEARTBEAT_DUE_AT = Variable.of("heartbeatDueAt", Date.class);
  public static final Variable<String> OTHER_INCIDENT = Variable.of("otherIncident", String.class);
  public static final Variable<Boolean> MERGE_OPEN = Variable.of("mergeOpen", Boolean.class);
  public static final Variable<Boolean> MERGED = Variable.of("merged", Boolean.class);

  public static final Variable<Long> ACTION_ITEM_ID = Variable.of("actionItemId", Long.class);
  public static final Variable<Boolean> ACTION_ITEM_OPEN =
      Variable.of("actionItemOpen", Boolean.class);
  public static final Variable<String> ACTION_ITEM_OWNER =
      Variable.of("actionItemOwner", String.class);
  public static final Variable<String> ACTION_ITEM_TITLE =
      Variable.of("actionItemTitle", String.class);
  public static final Variable<Date> ACTION_ITEM_DUE_AT =
      Variable.of("actionItemDueAt", Date.class);
  public static final Variable<Date> ACTION_ITEM_TELL_AT =
      Variable.of("actionItemTellAt", Date.class);

  public static final Variable<Long> ROUTINE_ID = Variable.of("routineId", Long.class);
  public static final Variable<Boolean> ROUTINE_OPEN = Variable.of("routineOpen", Boolean.class);
  public static final Variable<String> ROUTINE_GROUP = Variable.of("routineGroup", String.class);
  public static final Variable<String> ROUTINE_TITLE = Variable.of("routineTitle", String.class);
  public static final Variable<Date> ROUTINE_DUE_AT = Variable.of("routineDueAt", Date.class);
  public static final Variable<Date> ROUTINE_TELL_AT = Variable.of("routineTellAt", Date.class);
  public static final Variable<Boolean> CONTACTS_ASKED =
      Variable.of("contactsAsked", Boolean.class);
  public static final Variable<Date> CONTACTS_UNTIL = Variable.of("contactsUntil", Date.class);
  public static final Variable<String> CONTACT_PERSON = Variable.of("contactPerson", String.class);

  public static final Variable<String> DRILL_SCENARIO = Variable.of("scenario", String.class);
  public static final Variable<String> DRILL_KIND = Variable.of("drillKind", String.class);
  public static final Variable<Number> DRILL_PACE = Variable.of("pace", Number.class);
  public static final Variable<Number> DRILL_AFTERMATH_PACE =
      Variable.of("aftermathPace", Number.class);
  public static final Variable<Boolean> DRILL_RESPONDERS = Variable.of("responders", Boolean.class);
  public static final Variable<Boolean> DRILL_UNATTENDED = Variable.of("unattended", Boolean.class);
  public static final Variable<String> DRILL_LEAD = Variable.of("drillLead", String.class);

  /** Whoever filled a start form. */
  public static final Variable<String> INITIATOR = Variable.of("initiator", String.class);

  /** The id of a planned surprise, its moment, and the time in which that lies. */
  public static final Variable<String> SURPRISE = Variable.of("surprise", String.class);

  public static final Variable<Date> SURPRISE_AT = Variable.of("surpriseAt", Date.class);

  /** Whether it can begin at its moment: begin, later or missed. */
  public static final Variable<String> SURPRISE_STATE = Variable.of("surpriseState", String.class);

  public static final Variable<String> SURPRISE_FROM = Variable.of("surpriseFrom", String.class);
  public static final Variable<Number> SURPRISE_WITHIN_MINUTES =
      Variable.of("surpriseWithinMinutes", Number.class);
  public static final Variable<String> DRILL_NUMBER = Variable.of("drillNumber", String.class);

  public static final Variable<String> TRAINING_PERSON =
      Variable.of("trainingPerson", String.class);
  public static final Variable<String> TRAINING_FOR = Variable.of("trainingFor", String.class);
  public static final Variable<String> TRAINING_BY = Variable.of("trainingBy", String.class);
  public static final Variable<Long> TRAINING_ID = Variable.of("trainingId", Long.class);
  public static final Variable<String> TRAINEE = Variable.of("trainee", String.class);
  public static final Variable<String> TRAINEE_NAME = Variable.of("traineeName", String.class);
  public static final Variable<String> TRAINERS = Variable.of("trainers", String.class);
  public static final Variable<Date> TRAINING_DUE_AT = Variable.of("trainingDueAt", Date.class);
  public static final Variable<String> TRAINING_STEP = Variable.of("trainingStep", String.class);
  public static final Variable<Boolean> TRAINING_STEP_OPEN =
      Variable.of("trainingStepOpen", Boolean.class);
  public static final Variable<String> SHADOWED = Variable.of("shadowed", String.class);
  public static final Variable<Long> SHADOWED_SHIFT = Variable.of("shadowedShift", Long.class);
  public static final Variable<Boolean> QUIZ_PAUSE = Variable.of("quizPause", Boolean.class);
  public static final Variable<Date> QUIZ_OPENS_AT = Variable.of("quizOpensAt", Date.class);
  public static final Variable<Boolean> READY = Variable.of("ready", Boolean.class);
  public static final Variable<Long> QUALIFICATION_ID = Variable.of("qualificationId", Long.class);
  public static final Variable<Boolean> QUALIFICATION_TO_TELL =
      Variable.of("qualificationToTell", Boolean.class);
  public static final Variable<Date> QUALIFICATION_TELL_AT =
      Variable.of("qualificationTellAt", Date.class);
  public static final Variable<String> SCRIPT_STATE = Variable.of("scriptState", String.class);
  public static final Variable<Date> SCRIPT_NEXT_AT = Variable.of("scriptNextAt", Date.class);

  private Variables() {}

  /**
   * Returns the number of the incident that an execution belongs to: its business key.
   *
   * @throws IllegalStateException when the instance was started without one
   */
  public static String incident(DelegateExecution execution) {
    var number = BusinessKey.incident(execution.getProcessBusinessKey());
    if (number == null) {
      throw new IllegalStateException(
          "The instance "
              + execution.getProcessInstanceId()
              + " has no incident number as business key");
    }
    return number;
  }
}
