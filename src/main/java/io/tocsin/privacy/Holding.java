package io.tocsin.privacy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table and what it holds about people.
 *
 * @param rows which of its rows are meant, with one parameter: the number of the incident
 * @param owner the number of the incident of a row
 * @param machines rows in which the column {@code actor} names no person
 */
record Holding(
    String table, String rows, String owner, String machines, Map<String, Treatment> columns) {

  private static final String NONE = "false";

  /** A table whose rows name their incident. */
  static Holding of(String table) {
    return in(table, "incident");
  }

  /** The same by another column. */
  static Holding in(String table, String column) {
    return new Holding(table, column + " = ?", table + "." + column, NONE, Map.of());
  }

  /** A table whose rows belong to those of another. */
  static Holding below(String table, String column, String parent, String id, String number) {
    return new Holding(
        table,
        "%s in (select %s from %s where %s = ?)".formatted(column, id, parent, number),
        "(select p.%s from %s p where p.%s = %s.%s)".formatted(number, parent, id, table, column),
        NONE,
        Map.of());
  }

  /** History of the engine. */
  static Holding engine(String table) {
    return below(table, "proc_inst_id_", "act_hi_procinst", "proc_inst_id_", "business_key_");
  }

  /** A table that belongs to no incident, or rows that do not. */
  static Holding standing(String table, String rows) {
    return new Holding(table, rows, "null", NONE, Map.of());
  }

  Holding whereMachinesAre(String condition) {
    return new Holding(table, rows, owner, condition, columns);
  }

  Holding person(String... names) {
    return with(Treatment.PERSON, names);
  }

  Holding recipients(String... names) {
    return with(Treatment.RECIPIENTS, names);
  }

  Holding words(String... names) {
    return with(Treatment.WORDS, names);
  }

  Holding erased(String... names) {
    return with(Treatment.ERASED, names);
  }

  Holding kept(String... names) {
    return with(Treatment.KEPT, names);
  }

  private Holding with(Treatment treatment, String... names) {
    var all = new LinkedHashMap<>(columns);
    Arrays.stream(names).forEach(name -> all.put(name, treatment));
    return new Holding(table, rows, owner, machines, all);
  }
}
