package io.tocsin.policy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One organisation's response policy, read whole from its decisions.
 *
 * @param version identifies what was read; changes when a new version is deployed
 * @param versionNumber what people call that version, counted from 1
 */
public record Policy(
    String id,
    String version,
    int versionNumber,
    Profile profile,
    Map<Integer, Targets> targetsByLevel,
    List<RoleDuty> roles,
    Map<Integer, List<Step>> ladders,
    Map<Integer, List<Step>> securityLadders,
    List<Audience> audiences,
    Map<String, List<ChecklistItem>> checklists,
    Map<Integer, List<Obligation>> obligationsByLevel,
    Map<Integer, List<Obligation>> securityObligationsByLevel,
    List<Routine> routine,
    Map<Integer, List<Kpi>> kpisByLevel) {

  /** Returns the same policy with clocks that go faster, for a drill. */
  public Policy at(Pace pace) {
    return pace.faster() ? new Compression(this, pace).compressed() : this;
  }

  /**
   * Refuses a pace at which a deadline would leave no time to act.
   *
   * @throws io.tocsin.problem.InvalidInputException naming the deadline and the fastest pace
   */
  public void requirePossible(Pace pace) {
    new Compression(this, pace).requirePossible();
  }

  /** Returns what is owed at a level. */
  public Targets targets(int level) {
    var targets = targetsByLevel.get(level);
    if (targets == null) {
      throw new IllegalArgumentException("There is no level " + level + "; levels are 1 to 4");
    }
    return targets;
  }

  /** Returns when people owe something: what is owed at once, they owe a little later. */
  public Instant due(Deadline within, Instant from) {
    return within.immediate()
        ? from.plus(profile.duration("promptTaskWithin"))
        : within.from(from, profile.calendar());
  }

  /** Returns the escalation steps of a level, in the policy's order. */
  public List<Step> ladder(int level, boolean security) {
    return (security ? securityLadders : ladders).getOrDefault(level, List.of());
  }

  /** Returns who hears an event of a level. */
  public List<Audience> audiences(String event, int level) {
    return audiences.stream().filter(a -> a.event().equals(event) && a.level() == level).toList();
  }

  /** Returns the items of a phase. */
  public List<ChecklistItem> checklist(String phase) {
    return checklists.getOrDefault(phase, List.of());
  }

  /** Returns what is owed after an incident of a level, in the policy's order. */
  public List<Obligation> obligations(int level, boolean security) {
    return (security ? securityObligationsByLevel : obligationsByLevel)
        .getOrDefault(level, List.of());
  }

  /** Returns the key figures of a level with their targets. */
  public List<Kpi> kpis(int level) {
    return kpisByLevel.getOrDefault(level, List.of());
  }

  /** Returns the duty of a role. */
  public Optional<RoleDuty> role(String key) {
    return roles.stream().filter(role -> role.role().equals(key)).findFirst();
  }

  /**
   * A role of the policy.
   *
   * @param asked whether the policy has the role; others may be given but are never asked for
   * @param primary who takes it first, backup who else, for example {@code oncall:commander}
   */
  public record RoleDuty(
      String role, boolean asked, String group, String primary, String backup, String duties) {}

  /**
   * A step of the escalation ladder.
   *
   * @param ladder page, technical, business, security or external
   * @param trigger declaration, unacknowledged, unresolved or request
   * @param after when it is due, see {@link After}; counts from declaration or the last reopening
   * @param recipients for example {@code oncall:primary}, {@code group:management}
   * @param takesOver who takes over with this step, in words; empty when nobody changes
   * @param hours always, or business: outside the working hours nobody is paged by it
   */
  public record Step(
      String step,
      String ladder,
      String title,
      String trigger,
      String after,
      List<String> recipients,
      List<String> channels,
      String takesOver,
      String hours) {

    /** The ladders of every policy, from inside to outside. */
    public static final List<String> LADDERS =
        List.of("page", "technical", "business", "security", "external");

    static final List<String> TRIGGERS =
        List.of("declaration", "unacknowledged", "unresolved", "request");
    static final List<String> HOURS = List.of("always", "business");

    public Step {
      oneOf(step, "trigger", trigger, TRIGGERS);
      oneOf(step, "ladder", ladder, LADDERS);
      oneOf(step, "hours", hours, HOURS);
      try {
        After.parse(after);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "The step '" + step + "' of the ladder: after: " + e.getMessage(), e);
      }
    }

    /** Returns whether it is taken by itself when the incident is declared. */
    public boolean onDeclaration() {
      return trigger.equals("declaration");
    }

    /** Returns whether it is taken when nobody takes the incident in time. */
    public boolean onSilence() {
      return trigger.equals("unacknowledged");
    }

    /**
     * Returns whether it looks for somebody who takes the incident, so that it is over when
     * somebody has. The other ladders tell people who are wanted beside whoever has taken it.
     */
    public boolean pages() {
      return onSilence() || onDeclaration() && ladder.equals("page");
    }

    /** Returns whether it is taken only when somebody asks for it. */
    public boolean onRequest() {
      return trigger.equals("request");
    }

    /** Returns whether it pages nobody outside the policy's working hours. */
    public boolean inBusinessHours() {
      return hours.equals("business");
    }

    private static void oneOf(String step, String column, String value, List<String> known) {
      if (!known.contains(value)) {
        throw new IllegalArgumentException(
            "The step '%s' of the ladder: %s: '%s' is none of %s"
                .formatted(step, column, value, String.join(", ", known)));
      }
    }
  }

  /** Who hears one event at one level, by which channels. */
  public record Audience(
      String event, int level, String audience, List<String> recipients, List<String> channels) {}

  /** An item to tick off. */
  public record ChecklistItem(String item, String text) {}

  /**
   * Something owed after the incident.
   *
   * @param within a deadline; empty when it is owed without one
   * @param from the event it counts from, for example resolved
   * @param role whose duty it is
   */
  public record Obligation(
      String obligation, String title, String within, String from, String role) {

    /** Returns the deadline, or empty when it is owed without one. */
    public Optional<Deadline> deadline() {
      return within.isBlank() ? Optional.empty() : Optional.of(Deadline.parse(within));
    }
  }

  /**
   * What is done regularly, without an incident.
   *
   * @param every an ISO 8601 period such as P1M
   * @param group whose task it is
   */
  public record Routine(String id, String title, String every, String group, String description) {}

  /**
   * A key figure.
   *
   * @param target a duration or a percentage; empty when none is set
   * @param direction which way is good: below, above, rising or falling
   */
  public record Kpi(String kpi, String target, String direction) {}
}
