package io.tocsin.procedure;

import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.DecisionFile.Rule;
import io.tocsin.engine.DecisionFile.Table;
import io.tocsin.procedure.Change.Facet;
import io.tocsin.procedure.Change.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells two versions of a model apart, by the ids of what stands in them. */
final class Differences {

  private Differences() {}

  /** Returns what differs in a process: in the order of the new version, what was removed last. */
  static List<Change> ofProcess(String before, String after) {
    var old = BpmnElements.of(before);
    var now = BpmnElements.of(after);
    var changes = new ArrayList<Change>();
    for (var entry : now.values()) {
      var was = old.get(entry.id());
      if (was == null) {
        changes.add(new Change(entry.id(), entry.name(), entry.type(), Kind.ADDED, List.of()));
        continue;
      }
      var facets = new ArrayList<Facet>();
      if (!was.type().equals(entry.type())) {
        facets.add(new Facet("type", was.type(), entry.type()));
      }
      facets.addAll(facets(was.facets(), entry.facets()));
      if (!facets.isEmpty()) {
        changes.add(new Change(entry.id(), entry.name(), entry.type(), Kind.CHANGED, facets));
      }
    }
    for (var entry : old.values()) {
      if (!now.containsKey(entry.id())) {
        changes.add(new Change(entry.id(), entry.name(), entry.type(), Kind.REMOVED, List.of()));
      }
    }
    return changes;
  }

  /** Returns what differs in decisions: rows by their ids, with each cell. */
  static List<Change> ofDecisions(DecisionFile before, DecisionFile after) {
    var changes = new ArrayList<Change>();
    var tables = new LinkedHashSet<>(after.tables().keySet());
    tables.addAll(before.tables().keySet());
    for (var id : tables) {
      var old = before.tables().get(id);
      var now = after.tables().get(id);
      if (old == null || now == null) {
        changes.add(
            new Change(id, id, "decision", old == null ? Kind.ADDED : Kind.REMOVED, List.of()));
      } else {
        changes.addAll(ofTable(id, old, now));
      }
    }
    return changes;
  }

  private static List<Change> ofTable(String id, Table old, Table now) {
    var changes = new ArrayList<Change>();
    var head = facets(head(old), head(now));
    if (!head.isEmpty()) {
      changes.add(new Change(id, id, "decision", Kind.CHANGED, head));
    }
    var before = byId(old);
    var after = byId(now);
    var reordered = now.reordered(old);
    for (var rule : now.rules()) {
      var was = before.get(rule.id());
      if (was == null) {
        changes.add(row(id, rule, Kind.ADDED, List.of()));
      } else {
        var facets = facets(cells(old, was), cells(now, rule));
        if (reordered.containsKey(rule.id())) {
          // Where the first row that fits counts, so does its place.
          facets.add(new Facet("place", "row " + was.number(), "row " + rule.number()));
        }
        if (!facets.isEmpty()) {
          changes.add(row(id, rule, Kind.CHANGED, facets));
        }
      }
    }
    for (var rule : old.rules()) {
      if (!after.containsKey(rule.id())) {
        changes.add(row(id, rule, Kind.REMOVED, List.of()));
      }
    }
    return changes;
  }

  private static Change row(String decision, Rule rule, Kind kind, List<Facet> facets) {
    return new Change(
        rule.id(),
        "%s, row %d%s"
            .formatted(
                decision,
                rule.number(),
                rule.annotation().isBlank() ? "" : ": " + rule.annotation().strip()),
        "row",
        kind,
        facets);
  }

  private static Map<String, Rule> byId(Table table) {
    return table.rules().stream()
        .collect(
            Collectors.toMap(
                Rule::id, Function.identity(), (first, second) -> first, LinkedHashMap::new));
  }

  private static Map<String, String> head(Table table) {
    var head = new LinkedHashMap<String, String>();
    head.put("hit policy", table.hitPolicy() + Objects.requireNonNullElse(table.aggregation(), ""));
    table.inputs().forEach(column -> head.put("input " + column.name(), column.type()));
    table.outputs().forEach(column -> head.put("output " + column.name(), column.type()));
    return head;
  }

  private static Map<String, String> cells(Table table, Rule rule) {
    var cells = new LinkedHashMap<String, String>();
    for (int i = 0; i < table.inputs().size(); i++) {
      cells.put(table.inputs().get(i).name(), rule.inputs().get(i));
    }
    for (int i = 0; i < table.outputs().size(); i++) {
      cells.put(table.outputs().get(i).name(), rule.outputs().get(i));
    }
    cells.put("annotation", rule.annotation());
    return cells;
  }

  private static List<Facet> facets(Map<String, String> before, Map<String, String> after) {
    var facets = new ArrayList<Facet>();
    var all = new LinkedHashSet<>(after.keySet());
    all.addAll(before.keySet());
    for (var what : all) {
      if (!Objects.equals(before.get(what), after.get(what))) {
        facets.add(new Facet(what, before.get(what), after.get(what)));
      }
    }
    return facets;
  }
}
