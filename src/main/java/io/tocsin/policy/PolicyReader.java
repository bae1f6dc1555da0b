package io.tocsin.policy;

import io.tocsin.engine.Decisions;
import io.tocsin.policy.Policy.Audience;
import io.tocsin.policy.Policy.ChecklistItem;
import io.tocsin.policy.Policy.Kpi;
import io.tocsin.policy.Policy.Obligation;
import io.tocsin.policy.Policy.RoleDuty;
import io.tocsin.policy.Policy.Routine;
import io.tocsin.policy.Policy.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one deployed version of a policy, decision by decision. */
class PolicyReader {

  private final String id;
  private final Decisions.Version decisions;

  PolicyReader(String id, Decisions.Version decisions) {
    this.id = id;
    this.decisions = decisions;
  }

  Policy read(String version) {
    return new Policy(
        id,
        version,
        decisions.number(),
        new Profile(settings()),
        targets(),
        duties(),
        ladders(false),
        ladders(true),
        audiences(),
        checklists(),
        obligations(false),
        obligations(true),
        rows("routine", Map.of()).stream().map(PolicyReader::routine).toList(),
        byLevel("kpis", PolicyReader::kpi));
  }

  private Map<Integer, List<Obligation>> obligations(boolean security) {
    var owed = new LinkedHashMap<Integer, List<Obligation>>();
    for (var level : Policies.LEVELS) {
      var rows = rows("obligations", Map.of("level", level, "security", security));
      owed.put(level, rows.stream().map(PolicyReader::obligation).toList());
    }
    return owed;
  }

  private Map<String, String> settings() {
    var settings = new LinkedHashMap<String, String>();
    for (var key : keys("profile", "setting")) {
      rows("profile", Map.of("setting", key)).forEach(row -> settings.put(key, text(row, "value")));
    }
    return settings;
  }

  private Map<Integer, Targets> targets() {
    var rows = new LinkedHashMap<String, Map<String, @Nullable Object>>();
    for (var key : keys("targets", "target")) {
      rows("targets", Map.of("target", key)).forEach(row -> rows.put(key, row));
    }
    var targets = new HashMap<Integer, Targets>();
    for (var level : Policies.LEVELS) {
      var values = new LinkedHashMap<String, String>();
      rows.forEach((key, row) -> values.put(key, text(row, "level" + level)));
      values.values().removeIf(String::isBlank);
      targets.put(level, new Targets(values));
    }
    return targets;
  }

  private List<RoleDuty> duties() {
    return keys("roles", "role").stream()
        .flatMap(
            role ->
                rows("roles", Map.of("role", role)).stream()
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

  private Map<Integer, List<Step>> ladders(boolean security) {
    var ladders = new HashMap<Integer, List<Step>>();
    for (var level : Policies.LEVELS) {
      var rows = rows("escalation", Map.of("level", level, "security", security));
      ladders.put(level, rows.stream().map(PolicyReader::step).toList());
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

  private List<Audience> audiences() {
    var audiences = new ArrayList<Audience>();
    for (var event : keys("audiences", "event")) {
      for (var level : Policies.LEVELS) {
        for (var row : rows("audiences", Map.of("event", event, "level", level))) {
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

  private Map<String, List<ChecklistItem>> checklists() {
    var checklists = new LinkedHashMap<String, List<ChecklistItem>>();
    for (var phase : keys("checklists", "phase")) {
      checklists.put(
          phase,
          rows("checklists", Map.of("phase", phase)).stream()
              .map(row -> new ChecklistItem(text(row, "item"), text(row, "text")))
              .toList());
    }
    return checklists;
  }

  private static Obligation obligation(Map<String, @Nullable Object> row) {
    return new Obligation(
        text(row, "obligation"),
        text(row, "title"),
        text(row, "within"),
        text(row, "from"),
        text(row, "role"));
  }

  private static Routine routine(Map<String, @Nullable Object> row) {
    return new Routine(
        text(row, "id"),
        text(row, "title"),
        text(row, "every"),
        text(row, "group"),
        text(row, "description"));
  }

  private static Kpi kpi(Map<String, @Nullable Object> row) {
    return new Kpi(text(row, "kpi"), text(row, "target"), text(row, "direction"));
  }

  private <T> Map<Integer, List<T>> byLevel(
      String table, Function<Map<String, @Nullable Object>, T> read) {
    var rows = new LinkedHashMap<Integer, List<T>>();
    for (var level : Policies.LEVELS) {
      rows.put(level, rows(table, Map.of("level", level)).stream().map(read).toList());
    }
    return rows;
  }

  private List<String> keys(String table, String column) {
    return decisions.literals(id + "-" + table, column);
  }

  private List<Map<String, @Nullable Object>> rows(String table, Map<String, ?> inputs) {
    return decisions.evaluate(id + "-" + table, inputs);
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
