package io.tocsin.policy;

import static io.tocsin.policy.PolicyShape.Kind.CHANNELS;
import static io.tocsin.policy.PolicyShape.Kind.DEADLINE;
import static io.tocsin.policy.PolicyShape.Kind.DIRECTION;
import static io.tocsin.policy.PolicyShape.Kind.DURATION;
import static io.tocsin.policy.PolicyShape.Kind.EVERY;
import static io.tocsin.policy.PolicyShape.Kind.FROM;
import static io.tocsin.policy.PolicyShape.Kind.GROUP;
import static io.tocsin.policy.PolicyShape.Kind.HOLIDAYS;
import static io.tocsin.policy.PolicyShape.Kind.HOLIDAY_CALENDAR;
import static io.tocsin.policy.PolicyShape.Kind.HOURS;
import static io.tocsin.policy.PolicyShape.Kind.KPI_TARGET;
import static io.tocsin.policy.PolicyShape.Kind.LADDER;
import static io.tocsin.policy.PolicyShape.Kind.LEVEL;
import static io.tocsin.policy.PolicyShape.Kind.LEVELS;
import static io.tocsin.policy.PolicyShape.Kind.NUMBER;
import static io.tocsin.policy.PolicyShape.Kind.PATH;
import static io.tocsin.policy.PolicyShape.Kind.PERIOD;
import static io.tocsin.policy.PolicyShape.Kind.POST;
import static io.tocsin.policy.PolicyShape.Kind.PRIORITY;
import static io.tocsin.policy.PolicyShape.Kind.RECIPIENTS;
import static io.tocsin.policy.PolicyShape.Kind.ROLE;
import static io.tocsin.policy.PolicyShape.Kind.TEXT;
import static io.tocsin.policy.PolicyShape.Kind.TIME;
import static io.tocsin.policy.PolicyShape.Kind.TRIGGER;
import static io.tocsin.policy.PolicyShape.Kind.TRUE_FALSE;
import static io.tocsin.policy.PolicyShape.Kind.WARNING;
import static io.tocsin.policy.PolicyShape.Kind.WHEN;
import static io.tocsin.policy.PolicyShape.Kind.WORKDAYS;
import static io.tocsin.policy.PolicyShape.Kind.WORKFLOW;
import static io.tocsin.policy.PolicyShape.Kind.YES_NO;
import static io.tocsin.policy.PolicyShape.Kind.YES_NO_OPTIONAL;
import static io.tocsin.policy.PolicyShape.Kind.ZONE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a policy is made of: its decisions, their columns, the settings and the targets. The one
 * list that the check at deployment goes by; docs/policies.md says the same in words.
 */
final class PolicyShape {

  private PolicyShape() {}

  /** What a cell may hold. */
  enum Kind {
    TEXT,
    LEVEL,
    LEVELS,
    DEADLINE,
    DURATION,
    EVERY,
    PERIOD,
    NUMBER,
    WARNING,
    PRIORITY,
    YES_NO,
    YES_NO_OPTIONAL,
    TRUE_FALSE,
    POST,
    PATH,
    WORKFLOW,
    ZONE,
    WORKDAYS,
    TIME,
    HOLIDAYS,
    HOLIDAY_CALENDAR,
    ROLE,
    GROUP,
    RECIPIENTS,
    CHANNELS,
    TRIGGER,
    LADDER,
    HOURS,
    WHEN,
    FROM,
    KPI_TARGET,
    DIRECTION
  }

  /**
   * A setting, a target or an output column.
   *
   * @param required whether it must be there
   * @param filled whether it must hold something wherever it is there
   */
  record Item(String name, Kind kind, boolean required, boolean filled) {

    static Item filled(String name, Kind kind) {
      return new Item(name, kind, true, true);
    }

    static Item there(String name, Kind kind) {
      return new Item(name, kind, true, false);
    }

    static Item optional(String name, Kind kind) {
      return new Item(name, kind, false, false);
    }
  }

  /**
   * A decision.
   *
   * @param name what stands behind the policy's id and a hyphen
   * @param keys the input column whose rows are looked up by words in quotes; empty when there is
   *     none
   * @param inputs columns that must be there
   * @param mayAsk columns that may be there
   * @param id the output that must not stand twice where two rows hold at once; empty when there is
   *     none
   */
  record Decision(
      String name,
      String hitPolicy,
      String keys,
      List<String> inputs,
      List<String> mayAsk,
      List<Item> outputs,
      String id) {}

  /** Keys of the roles an incident can have. */
  static final List<String> ROLES =
      List.of(
          "commander",
          "technicalLead",
          "communicationsLead",
          "scribe",
          "monitoringLead",
          "supportLead");

  static final List<String> PATHS = List.of("critical", "high", "medium", "low");

  /** How a level is worked off: somebody is paged, or it waits in a ticket for working hours. */
  static final List<String> WORKFLOWS = List.of("page", "ticket");

  /** What an obligation may count from. */
  static final List<String> FROMS = List.of("declared", "resolved", "closed");

  static final List<String> DIRECTIONS = List.of("below", "above", "rising", "falling");

  /** Channels that a message can take; an unknown one is warned of. */
  static final Set<String> CHANNEL_NAMES =
      Set.of(
          "email",
          "sms",
          "phone",
          "slack",
          "slack-webhook",
          "teams",
          "mattermost",
          "pagerduty",
          "webhook",
          "in-app",
          "social");

  /** Events that audiences are told of; an unknown one is warned of. */
  static final Set<String> EVENTS =
      Set.of(
          "declared",
          "path-team",
          "path-executives",
          "path-management",
          "path-all-hands",
          "path-owners",
          "update-due",
          "update-overdue",
          "update-nag",
          "update-handed-over",
          "release-due",
          "release-overdue",
          "release-escalated",
          "status-update-internal",
          "status-update-executive",
          "status-update-public",
          "deadline-warning",
          "deadline-missed",
          "commander-missing",
          "commander-handover",
          "approval-asked",
          "outcome-unknown",
          "evidence-missing",
          "nobody-reached",
          "merge-asked",
          "obligation-due",
          "obligation-overdue",
          "business-continuity",
          "resolved",
          "watch-over",
          "reopening-asked",
          "review-due",
          "review-overdue",
          "closed",
          "reopened",
          "dismissed");

  /** Phases that have a checklist; an unknown one is warned of. */
  static final Set<String> PHASES =
      Set.of(
          "detection", "triage", "response", "verification", "resolution", "recovery", "closure");

  /** What the alerts we take say of themselves; {@code unknown} when it is nothing. */
  static final List<String> ALERT_WORDS =
      List.of("critical", "high", "medium", "low", "1", "2", "3", "4", "unknown");

  static final List<Decision> DECISIONS =
      List.of(
          new Decision(
              "profile",
              "UNIQUE",
              "setting",
              List.of("setting"),
              List.of(),
              List.of(Item.there("value", TEXT)),
              ""),
          new Decision(
              "severity",
              "FIRST",
              "",
              List.of("alertSeverity"),
              Policies.QUESTIONS,
              List.of(Item.filled("level", LEVEL), Item.filled("rule", TEXT)),
              ""),
          new Decision(
              "targets",
              "UNIQUE",
              "target",
              List.of("target"),
              List.of(),
              IntStream.rangeClosed(1, 4).mapToObj(n -> Item.there("level" + n, TEXT)).toList(),
              ""),
          new Decision(
              "roles",
              "UNIQUE",
              "role",
              List.of("role"),
              List.of(),
              List.of(
                  Item.filled("asked", TRUE_FALSE),
                  Item.filled("group", GROUP),
                  Item.there("primary", RECIPIENTS),
                  Item.there("backup", RECIPIENTS),
                  Item.filled("duties", TEXT)),
              ""),
          new Decision(
              "escalation",
              "COLLECT",
              "",
              List.of("level", "security"),
              List.of(),
              List.of(
                  Item.filled("step", TEXT),
                  Item.filled("ladder", LADDER),
                  Item.filled("title", TEXT),
                  Item.filled("trigger", TRIGGER),
                  Item.filled("after", WHEN),
                  Item.filled("recipients", RECIPIENTS),
                  Item.filled("channels", CHANNELS),
                  Item.there("takesOver", TEXT),
                  Item.optional("hours", HOURS)),
              "step"),
          new Decision(
              "audiences",
              "COLLECT",
              "event",
              List.of("event", "level"),
              List.of(),
              List.of(
                  Item.filled("audience", TEXT),
                  Item.filled("recipients", RECIPIENTS),
                  Item.filled("channels", CHANNELS)),
              ""),
          new Decision(
              "checklists",
              "COLLECT",
              "phase",
              List.of("phase"),
              List.of(),
              List.of(Item.filled("item", TEXT), Item.filled("text", TEXT)),
              "item"),
          new Decision(
              "obligations",
              "COLLECT",
              "",
              List.of("level"),
              List.of("security"),
              List.of(
                  Item.filled("obligation", TEXT),
                  Item.filled("title", TEXT),
                  Item.there("within", DEADLINE),
                  Item.filled("from", FROM),
                  Item.filled("role", ROLE)),
              "obligation"),
          new Decision(
              "routine",
              "COLLECT",
              "",
              List.of(),
              List.of("routine"),
              List.of(
                  Item.filled("id", TEXT),
                  Item.filled("title", TEXT),
                  Item.filled("every", PERIOD),
                  Item.filled("group", GROUP),
                  Item.there("description", TEXT)),
              "id"),
          new Decision(
              "kpis",
              "COLLECT",
              "",
              List.of("level"),
              List.of(),
              List.of(
                  Item.filled("kpi", TEXT),
                  Item.there("target", KPI_TARGET),
                  Item.filled("direction", DIRECTION)),
              "kpi"));

  /** Rows of {@code <policy>-profile}. */
  static final List<Item> SETTINGS = settings();

  /** Rows of {@code <policy>-targets}. */
  static final List<Item> TARGETS =
      List.of(
          Item.filled("acknowledgeWithin", DEADLINE),
          Item.filled("commanderWithin", DEADLINE),
          Item.filled("respondWithin", DEADLINE),
          Item.there("resolveWithin", DEADLINE),
          Item.there("firstUpdateWithin", DEADLINE),
          Item.there("updateEvery", EVERY),
          Item.there("executiveUpdateEvery", EVERY),
          Item.there("resolutionUpdateWithin", DEADLINE),
          Item.filled("statusPage", POST),
          Item.there("statusPageWithin", DEADLINE),
          Item.there("statusPageEvery", EVERY),
          Item.filled("customerEmail", YES_NO_OPTIONAL),
          Item.there("customerEmailAfter", DEADLINE),
          Item.filled("inAppBanner", YES_NO),
          Item.filled("socialDraft", YES_NO),
          Item.filled("incidentChannel", YES_NO),
          Item.filled("warRoom", YES_NO),
          Item.there("executiveNoticeWithin", DEADLINE),
          Item.there("managerNoticeWithin", DEADLINE),
          Item.filled("stabiliseFor", DEADLINE),
          Item.there("stabiliseFirstChecks", NUMBER),
          Item.there("stabiliseFirstCheckEvery", EVERY),
          Item.filled("stabiliseCheckEvery", EVERY),
          Item.there("reviewScheduledWithin", DEADLINE),
          Item.there("reportWithin", DEADLINE),
          Item.there("reviewWithin", DEADLINE),
          Item.filled("taskPriority", PRIORITY),
          Item.there("phaseDetectionWithin", DEADLINE),
          Item.there("phaseInvestigationWithin", DEADLINE),
          Item.there("phaseResolutionWithin", DEADLINE),
          Item.there("phaseFollowUpAfter", DEADLINE),
          Item.there("phaseFollowUpWithin", DEADLINE),
          Item.optional("workflow", WORKFLOW),
          Item.optional("holdingPost", YES_NO),
          Item.optional("externalApprovalBy", ROLE),
          Item.optional("reviewAttendees", RECIPIENTS),
          Item.optional("customerResolutionWithin", DEADLINE),
          Item.optional("verifyFor", DEADLINE));

  static Optional<Item> setting(String name) {
    return find(SETTINGS, name);
  }

  static Optional<Item> target(String name) {
    return find(TARGETS, name);
  }

  private static Optional<Item> find(List<Item> items, String name) {
    return items.stream().filter(item -> item.name().equals(name)).findFirst();
  }

  private static List<Item> settings() {
    var settings = new ArrayList<Item>();
    settings.add(Item.filled("title", TEXT));
    for (var level : Policies.LEVELS) {
      settings.add(Item.filled("label" + level, TEXT));
      settings.add(Item.filled("path" + level, PATH));
    }
    settings.add(Item.filled("zone", ZONE));
    settings.add(Item.filled("workdays", WORKDAYS));
    settings.add(Item.filled("workStart", TIME));
    settings.add(Item.filled("workEnd", TIME));
    settings.add(Item.there("holidays", HOLIDAYS));
    settings.add(Item.optional("holidayCalendar", HOLIDAY_CALENDAR));
    settings.add(Item.filled("gateChecks", NUMBER));
    settings.add(Item.filled("gateEvery", DURATION));
    settings.add(Item.filled("gateAttempts", NUMBER));
    settings.add(Item.filled("updateNotice", DURATION));
    settings.add(Item.filled("promptTaskWithin", DURATION));
    settings.add(Item.filled("warnAt", WARNING));
    settings.add(Item.filled("commanderHandoverAfter", DURATION));
    settings.add(Item.filled("pauseAtMost", DURATION));
    settings.add(Item.optional("remindBefore", DURATION));
    settings.add(Item.optional("quietLevels", LEVELS));
    settings.add(Item.optional("quietFrom", TIME));
    settings.add(Item.optional("quietUntil", TIME));
    settings.add(Item.filled("defaultChannels", CHANNELS));
    settings.add(Item.filled("incidentChannelName", TEXT));
    settings.add(Item.optional("asksBusinessContinuity", YES_NO));
    settings.add(Item.optional("updateNagEvery", DURATION));
    settings.add(Item.optional("updateHandOverAfter", DURATION));
    return List.copyOf(settings);
  }
}
