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

  /**
   * The instances of an incident, with one parameter: its number. Those of its action items outlive
   * it, under keys that begin with the number.
   */
  static final String INSTANCES =
      "(select proc_inst_id_ from act_hi_procinst where business_key_ in (select number || tail"
          + " from (select ?::text as number) asked cross join lateral (select '' as tail"
          + " union all select '#' || id from action_item where incident = number) tails))";

  /** The instances of trainings, routines and whatever else belongs to no incident. */
  static final String APART =
      "(select proc_inst_id_ from act_hi_procinst where coalesce(business_key_, '#') like '#%'"
          + " and end_time_ is not null)";

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

  /** History of the engine; a column names the instance. */
  static Holding engine(String table, String column) {
    return new Holding(
        table,
        column + " in " + INSTANCES,
        "(select nullif(split_part(p.business_key_, '#', 1), '') from act_hi_procinst p"
            + " where p.proc_inst_id_ = %s.%s)".formatted(table, column),
        NONE,
        Map.of());
  }

  /**
   * History of the engine that belongs to no incident. What still runs is written by the engine.
   */
  static Holding apart(String table, String column) {
    return standing(table, column + " in " + APART);
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
