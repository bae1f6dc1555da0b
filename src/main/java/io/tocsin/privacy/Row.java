package io.tocsin.privacy;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One row of a holding, as it is before people are taken out.
 *
 * @param place of the row, as long as its transaction holds it
 * @param machine whether its column {@code actor} names no person
 * @param values by column: a text or a list of texts
 */
record Row(Holding holding, String place, boolean machine, Map<String, Object> values) {

  private static final String JSON = "jsonb";

  /** Reads and locks the rows of one incident, or those of a holding that stands alone. */
  static List<Row> of(JdbcClient jdbc, Holding holding, @Nullable String incident) {
    var columns = new ArrayList<String>();
    holding
        .columns()
        .forEach(
            (name, treatment) -> {
              if (treatment != Treatment.KEPT) {
                columns.add(name);
              }
            });
    var sql =
        "select ctid::text, (%s), %s from %s where %s order by ctid for update"
            .formatted(
                holding.machines(), String.join(", ", columns), holding.table(), holding.rows());
    var asked = jdbc.sql(sql);
    return (incident == null ? asked : asked.param(incident))
        .query((row, n) -> read(holding, columns, row))
        .list();
  }

  private static Row read(Holding holding, List<String> columns, ResultSet row)
      throws SQLException {
    var values = new LinkedHashMap<String, Object>();
    for (var column : columns) {
      var array = row.getMetaData().getColumnTypeName(row.findColumn(column)).startsWith("_");
      var value = array ? list(row.getArray(column)) : row.getString(column);
      if (value != null) {
        values.put(column, value);
      }
    }
    return new Row(holding, row.getString(1), row.getBoolean(2), values);
  }

  private static @Nullable List<String> list(@Nullable Array array) throws SQLException {
    return array == null ? null : Arrays.asList((String[]) array.getArray());
  }

  /** Returns the ids and names that stand where persons do. */
  List<String> persons() {
    var found = new ArrayList<String>();
    values.forEach(
        (column, value) -> {
          if (holding.columns().get(column) == Treatment.PERSON && !passed(column)) {
            found.addAll(texts(value));
          }
        });
    return found;
  }

  /** Has somebody's id be known by the name that stands beside it. */
  void introduce(Pseudonyms pseudonyms) {
    persons().stream()
        .filter(person -> !person.equals(values.get("recipient_name")))
        .forEach(person -> pseudonyms.learn(person, name(values.get("recipient_name"))));
  }

  private static @Nullable String name(@Nullable Object value) {
    return value instanceof String text ? text : null;
  }

  private boolean passed(String column) {
    return machine && column.equals("actor");
  }

  private static List<String> texts(Object value) {
    return value instanceof List<?> many
        ? many.stream().filter(Objects::nonNull).map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }

  /**
   * Returns what its columns become, those that stay left out.
   *
   * @param everybody whether nobody's name stays; else what is erased goes only where somebody who
   *     is forgotten stands in the row
   */
  Map<String, @Nullable Object> without(Pseudonyms names, boolean everybody, Set<String> notNull) {
    var theirs =
        everybody || persons().stream().anyMatch(person -> !names.person(person).equals(person));
    var changed = new LinkedHashMap<String, @Nullable Object>();
    values.forEach(
        (column, value) -> {
          var treatment = holding.columns().getOrDefault(column, Treatment.KEPT);
          if (treatment == Treatment.ERASED && theirs) {
            var nothing = nothing(column, value, notNull);
            if (!Objects.equals(nothing, value)) {
              changed.put(column, nothing);
            }
            return;
          }
          var now = each(value, rule(names, treatment, column));
          if (!now.equals(value)) {
            changed.put(column, now);
          }
        });
    return changed;
  }

  private @Nullable Object nothing(String column, Object value, Set<String> notNull) {
    if (!notNull.contains(holding.table() + "." + column)) {
      return null;
    }
    // A key stays one of its own, and says nothing.
    return !column.equals("key")
        ? ""
        : String.valueOf(value).startsWith("forgotten:") ? value : "forgotten:" + UUID.randomUUID();
  }

  private UnaryOperator<String> rule(Pseudonyms names, Treatment treatment, String column) {
    return switch (treatment) {
      case PERSON -> passed(column) ? UnaryOperator.identity() : names::person;
      case RECIPIENTS -> names::recipient;
      case WORDS, ERASED -> names::words;
      case KEPT -> UnaryOperator.identity();
    };
  }

  private static Object each(Object value, UnaryOperator<String> rule) {
    return value instanceof List<?> many
        ? many.stream().map(one -> one == null ? null : rule.apply(String.valueOf(one))).toList()
        : rule.apply(String.valueOf(value));
  }

  /** Writes what has changed. */
  void write(JdbcClient jdbc, Map<String, @Nullable Object> changed, Map<String, String> types) {
    var set = new ArrayList<String>();
    var params = new ArrayList<@Nullable Object>();
    changed.forEach(
        (column, value) -> {
          var json = JSON.equals(types.get(holding.table() + "." + column));
          set.add(column + " = ?" + (json ? "::jsonb" : ""));
          params.add(value instanceof List<?> many ? many.toArray(new String[0]) : value);
        });
    params.add(place);
    jdbc.sql(
            "update %s set %s where ctid = ?::tid"
                .formatted(holding.table(), String.join(", ", set)))
        .params(params)
        .update();
  }
}
