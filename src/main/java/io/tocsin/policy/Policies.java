package io.tocsin.policy;

import io.tocsin.engine.Decisions;
import io.tocsin.policy.Policy.Audience;
import io.tocsin.policy.Policy.ChecklistItem;
import io.tocsin.policy.Policy.RoleDuty;
import io.tocsin.policy.Policy.Step;
import io.tocsin.problem.NotFoundException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Reads policies from their deployed decisions. */
@Service
public class Policies {

  private static final String ALERT_SEVERITY = "alertSeverity";

  /** The levels of every policy, worst first. */
  public static final List<Integer> LEVELS = List.of(1, 2, 3, 4);

  /**
   * The typed questions of the severity decision; alertSeverity is what an alert says of itself.
   */
  public static final List<String> QUESTIONS =
      List.of(
          "scope",
          "usersAffectedPercent",
          "performance",
          "responseSeconds",
          "data",
          "security",
          "paymentsDown",
          "authentication",
          "databaseDown",
          "criticalEndpointsFailing",
          "crashing",
          "workaround",
          "businessImpact",
          "compliance",
          ALERT_SEVERITY);

  private final Decisions decisions;

  /** A deployed version never changes, so that what was read from it stays right. */
  private final Map<String, Policy> byVersion = new ConcurrentHashMap<>();

  Policies(Decisions decisions) {
    this.decisions = decisions;
  }

  /**
   * Returns a policy as it is deployed now.
   *
   * @throws NotFoundException when there is none of that id
   */
  public Policy get(String id) {
    var version = decisions.version(id);
    var known = byVersion.get(version);
    if (known != null) {
      return known;
    }
    var read = read(id, version);
    byVersion.put(version, read);
    return read;
  }

  /** Returns the ids of the deployed policies. */
  public List<String> ids() {
    return decisions.requirements().stream().filter(this::isPolicy).toList();
  }

  /**
   * Asks the severity decision.
   *
   * @param answers to the typed questions; absent ones are unknown
   */
  public Classification classify(String policy, Map<String, ?> answers) {
    var decision = policy + "-severity";
    var inputs = new HashMap<String, @Nullable Object>();
    QUESTIONS.forEach(question -> inputs.put(question, null));
    inputs.putAll(answers);
    // A word that the policy does not know says as much as none.
    inputs.computeIfPresent(
        ALERT_SEVERITY,
        (question, word) ->
            decisions.literals(decision, ALERT_SEVERITY).contains(word) ? word : "unknown");
    var result = decisions.evaluate(decision, inputs);
    if (result.isEmpty()) {
      throw new IllegalStateException("The decision " + decision + " has no catch-all rule");
    }
    var first = result.get(0);
    var level = Integer.parseInt(text(first, "level"));
    return new Classification(level, get(policy).profile().label(level), text(first, "rule"));
  }

  private boolean isPolicy(String id) {
    try {
      get(id);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private Policy read(String id, String version) {
    return new Policy(
        id,
        version,
        new Profile(settings(id)),
        targets(id),
        duties(id),
        ladders(id, false),
        ladders(id, true),
        audiences(id),
        checklists(id));
  }

  private Map<String, String> settings(String id) {
    var decision = id + "-profile";
    var settings = new LinkedHashMap<String, String>();
    for (var key : decisions.literals(decision, "setting")) {
      decisions
          .evaluate(decision, Map.of("setting", key))
          .forEach(row -> settings.put(key, text(row, "value")));
    }
    return settings;
  }

  private Map<Integer, Targets> targets(String id) {
    var decision = id + "-targets";
    var rows = new LinkedHashMap<String, Map<String, @Nullable Object>>();
    for (var key : decisions.literals(decision, "target")) {
      decisions.evaluate(decision, Map.of("target", key)).forEach(row -> rows.put(key, row));
    }
    var targets = new HashMap<Integer, Targets>();
    for (var level : LEVELS) {
      var values = new LinkedHashMap<String, String>();
      rows.forEach((key, row) -> values.put(key, text(row, "level" + level)));
      values.values().removeIf(String::isBlank);
      targets.put(level, new Targets(values));
    }
    return targets;
  }

  private List<RoleDuty> duties(String id) {
    var decision = id + "-roles";
    return decisions.literals(decision, "role").stream()
        .flatMap(
            role ->
                decisions.evaluate(decision, Map.of("role", role)).stream()
                    .map(
                        row ->
                            new RoleDuty(
                                role,
                                Boolean.TRUE.equals(row.get("asked")),
                                text(row, "group"),
                                text(row, "primary"),
                                text(row, "backup"),
                                text(row, "duties"))))
        .toList();
  }

  private Map<Integer, List<Step>> ladders(String id, boolean security) {
    var ladders = new HashMap<Integer, List<Step>>();
    for (var level : LEVELS) {
      var rows =
          decisions.evaluate(id + "-escalation", Map.of("level", level, "security", security));
      ladders.put(level, rows.stream().map(Policies::step).toList());
    }
    return ladders;
  }

  private static Step step(Map<String, @Nullable Object> row) {
    return new Step(
        text(row, "step"),
        // A version from before these columns called nobody else and at any hour.
        or(text(row, "ladder"), "page"),
        text(row, "title"),
        text(row, "trigger"),
        text(row, "after"),
        list(row, "recipients"),
        list(row, "channels"),
        text(row, "takesOver"),
        or(text(row, "hours"), "always"));
  }

  private static String or(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  private List<Audience> audiences(String id) {
    var decision = id + "-audiences";
    var audiences = new ArrayList<Audience>();
    for (var event : decisions.literals(decision, "event")) {
      for (var level : LEVELS) {
        for (var row : decisions.evaluate(decision, Map.of("event", event, "level", level))) {
          audiences.add(
              new Audience(
                  event,
                  level,
                  text(row, "audience"),
                  list(row, "recipients"),
                  list(row, "channels")));
        }
      }
    }
    return audiences;
  }

  private Map<String, List<ChecklistItem>> checklists(String id) {
    var decision = id + "-checklists";
    var checklists = new LinkedHashMap<String, List<ChecklistItem>>();
    for (var phase : decisions.literals(decision, "phase")) {
      checklists.put(
          phase,
          decisions.evaluate(decision, Map.of("phase", phase)).stream()
              .map(row -> new ChecklistItem(text(row, "item"), text(row, "text")))
              .toList());
    }
    return checklists;
  }

  private static String text(Map<String, @Nullable Object> row, String column) {
    var value = row.get(column);
    return value == null ? "" : value.toString().strip();
  }

  private static List<String> list(Map<String, @Nullable Object> row, String column) {
    return Arrays.stream(text(row, column).split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
