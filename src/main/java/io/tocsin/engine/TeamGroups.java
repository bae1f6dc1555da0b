package io.tocsin.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The groups that models hand tasks to and that rights are given to, by id. */
public final class TeamGroups {

  /** May do everything in the engine. */
  public static final String ADMIN = "camunda-admin";

  /** May command an incident. */
  public static final String COMMANDER = "incident-commander";

  /** Changes models and has running incidents follow. */
  public static final String PROCESS_OWNER = "process-owner";

  /** Starts drills. */
  public static final String DRILL_LEAD = "drill-lead";

  /** Leads people: signs off, and is told of what is late. */
  public static final String MANAGEMENT = "management";

  /** Hears of every matter of security. */
  public static final String SECURITY = "security-team";

  /** Hears of every matter of security, and releases what is said of it outside. */
  public static final String LEGAL = "legal";

  /** Programs that do actions near the systems: no people, and nothing else is open to them. */
  public static final String ACTION_WORKER = "action-worker";

  /** The groups of people who respond to incidents, and administrators. */
  public static final Set<String> RESPONDING =
      Set.of(
          "responder",
          "incident-commander",
          "technical-lead",
          "communications-lead",
          "scribe",
          "monitoring-lead",
          "support-lead",
          ADMIN);

  /** Name for people by id. */
  public static final Map<String, String> NAMES = names();

  private TeamGroups() {}

  private static Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    names.put(COMMANDER, "Incident commanders");
    names.put("technical-lead", "Technical leads");
    names.put("communications-lead", "Communications leads");
    names.put("scribe", "Scribes");
    names.put("monitoring-lead", "Monitoring leads");
    names.put("support-lead", "Support leads");
    names.put(MANAGEMENT, "Management");
    names.put(PROCESS_OWNER, "Process owners");
    names.put(DRILL_LEAD, "Drill leads");
    names.put(ADMIN, "Administrators");
    names.put("responder", "Responders");
    names.put(SECURITY, "Security team");
    names.put(LEGAL, "Legal");
    names.put("executives", "Executives");
    return Collections.unmodifiableMap(names);
  }
}
