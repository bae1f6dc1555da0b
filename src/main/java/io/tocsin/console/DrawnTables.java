package io.tocsin.console;

import io.tocsin.engine.DecisionFile;
import io.tocsin.engine.DecisionFile.Column;
import io.tocsin.engine.DecisionFile.Rule;
import io.tocsin.engine.DecisionFile.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decision tables as a page shows them, alone or against an earlier version. */
final class DrawnTables {

  /**
   * A table.
   *
   * @param inputs how many of the columns are inputs; the last column is the annotation
   */
  record Drawn(String name, String hitPolicy, int inputs, List<String> columns, List<Row> rows) {}

  /**
   * A row.
   *
   * @param kind same, added, removed or changed
   * @param before its number before, when it stands in another place among the others
   */
  record Row(String id, String kind, List<Cell> cells, @Nullable Integer before) {}

  /**
   * A cell.
   *
   * @param before what stood there, when that was something else
   */
  record Cell(String text, @Nullable String before) {}

  private DrawnTables() {}

  /** Returns all tables of a version. */
  static List<Drawn> of(DecisionFile file) {
    return file.tables().values().stream().map(table -> draw(table, table)).toList();
  }

  /** Returns the tables that are not the same in two versions. */
  static List<Drawn> between(DecisionFile before, DecisionFile after) {
    return Stream.concat(
            after.tables().values().stream().map(table -> draw(was(before, table), table)),
            before.tables().values().stream()
                .filter(table -> !after.tables().containsKey(table.decision()))
                .map(table -> draw(table, without(table))))
        .filter(drawn -> drawn.rows().stream().anyMatch(row -> !row.kind().equals("same")))
        .toList();
  }

  private static Table was(DecisionFile before, Table now) {
    var table = before.tables().get(now.decision());
    return table == null ? without(now) : table;
  }

  private static Table without(Table table) {
    return new Table(
        table.decision(),
        table.hitPolicy(),
        table.aggregation(),
        table.inputs(),
        table.outputs(),
        List.of(),
        List.of());
  }

  private static Drawn draw(Table before, Table after) {
    var old =
        before.rules().stream()
            .collect(Collectors.toMap(Rule::id, Function.identity(), (first, again) -> first));
    var columns = names(after);
    // Cells are compared only where their columns mean the same.
    var comparable = columns.equals(names(before));
    var reordered = after.reordered(before);
    var rows = new ArrayList<Row>();
    for (var rule : after.rules()) {
      var was = old.get(rule.id());
      if (was == null) {
        rows.add(new Row(rule.id(), "added", cells(rule, null), null));
      } else {
        var cells = cells(rule, comparable ? was : null);
        var place = reordered.get(rule.id());
        var changed = place != null || !texts(was).equals(texts(rule));
        rows.add(new Row(rule.id(), changed ? "changed" : "same", cells, place));
      }
    }
    var kept = after.rules().stream().map(Rule::id).collect(Collectors.toSet());
    before.rules().stream()
        .filter(rule -> !kept.contains(rule.id()))
        .forEach(rule -> rows.add(new Row(rule.id(), "removed", cells(rule, null), null)));
    return new Drawn(
        after.decision(), after.hitPolicy(), after.inputs().size(), columns, List.copyOf(rows));
  }

  private static List<String> names(Table table) {
    return Stream.of(
            table.inputs().stream().map(Column::name),
            table.outputs().stream().map(Column::name),
            Stream.of("annotation"))
        .flatMap(names -> names)
        .toList();
  }

  private static List<Cell> cells(Rule rule, @Nullable Rule before) {
    var now = texts(rule);
    var was = before == null ? now : texts(before);
    var cells = new ArrayList<Cell>();
    for (int i = 0; i < now.size(); i++) {
      var old = i < was.size() ? was.get(i) : "";
      cells.add(new Cell(now.get(i), old.equals(now.get(i)) ? null : old));
    }
    return cells;
  }

  private static List<String> texts(Rule rule) {
    return Stream.of(rule.inputs().stream(), rule.outputs().stream(), Stream.of(rule.annotation()))
        .flatMap(texts -> texts)
        .toList();
  }
}
