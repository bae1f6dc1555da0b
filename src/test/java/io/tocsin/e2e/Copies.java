package io.tocsin.e2e;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes many incidents of one by copying its rows, as thousands take too long to declare. Every
 * copy has ids and a number of its own; the rest is the same, down to the size of each row.
 */
final class Copies {

  /** Of the running process, in the order of their references. */
  private static final List<String> RUNNING =
      List.of(
          "act_ge_bytearray",
          "act_ru_execution",
          "act_ru_task",
          "act_ru_variable",
          "act_ru_event_subscr",
          "act_ru_job",
          "act_ru_identitylink");

  /** Name nothing that belongs to one incident. */
  private static final String SHARED =
      "proc_def_id_|case_def_id_|process_def_id_|deployment_id_|job_def_id_|act_id_|user_id_"
          + "|group_id_|tenant_id_";

  private static final String OWN = ".*id_|super_exec_|var_scope_";

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  /**
   * Takes a connection of its own.
   *
   * @param connection whose settings may change
   */
  Copies(SingleConnectionDataSource connection) {
    this.jdbc = JdbcClient.create(connection);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(connection));
    // The incident goes on meanwhile, and what is copied must be of one moment.
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
  }

  /**
   * Copies an incident with its record and, if it is open, its running processes.
   *
   * @param from number of the first copy, of a range that nobody else uses
   * @param rows most rows of each table for one copy
   */
  void make(String number, int from, int copies, int rows) {
    transaction.executeWithoutResult(tx -> copy(number, from, copies, rows));
  }

  private void copy(String number, int from, int copies, int rows) {
    // The process instances of the incident, and all that these call.
    jdbc.sql(
            "create temporary table copied on commit drop as select id_ from act_ru_execution where proc_inst_id_ in"
                // Only the execution of a process instance itself knows its root.
                + " (select id_ from act_ru_execution where root_proc_inst_id_ in"
                + " (select root_proc_inst_id_ from act_ru_execution where business_key_ = ?))")
        .param(number)
        .update();
    // References between the copies are true at the end, whatever the order of the rows.
    jdbc.sql("set session_replication_role = replica").update();
    copy("incident", "number = :number", number, from, copies, rows);
    for (var table : record()) {
      copy(table, column(table) + " = :number", number, from, copies, rows);
    }
    for (var table : RUNNING) {
      copy(table, running(table), number, from, copies, Integer.MAX_VALUE);
    }
    jdbc.sql("set session_replication_role = default").update();
  }

  private static String running(String table) {
    return switch (table) {
      case "act_ge_bytearray" ->
          "id_ in (select bytearray_id_ from act_ru_variable where execution_id_ in"
              + " (select id_ from copied))";
      case "act_ru_execution" -> "id_ in (select id_ from copied)";
      case "act_ru_job" -> "process_instance_id_ in (select id_ from copied)";
      case "act_ru_identitylink" ->
          "task_id_ in (select id_ from act_ru_task where proc_inst_id_ in"
              + " (select id_ from copied))";
      default -> "proc_inst_id_ in (select id_ from copied)";
    };
  }

  private Set<String> record() {
    return new LinkedHashSet<>(
        jdbc.sql(
                "select distinct conrelid::regclass::text from pg_constraint"
                    + " where contype = 'f' and confrelid = 'incident'::regclass"
                    + " and conrelid <> 'incident'::regclass order by 1")
            .query(String.class)
            .list());
  }

  private String column(String table) {
    return jdbc.sql(
            "select attname from pg_constraint join pg_attribute on attrelid = conrelid"
                + " and attnum = conkey[1] where contype = 'f' and confrelid = 'incident'::regclass"
                + " and conrelid = cast(? as regclass) order by conname limit 1")
        .param(table)
        .query(String.class)
        .single();
  }

  private record Column(String name, String type, boolean key) {}

  private void copy(String table, String condition, String number, int from, int copies, int rows) {
    var columns =
        jdbc.sql(
                "select attname, format_type(atttypid, atttypmod), exists (select from pg_index"
                    + " where indrelid = attrelid and indisunique and attnum = any(indkey::int[])"
                    + " and not exists (select from pg_constraint where contype = 'f'"
                    + " and conrelid = attrelid and confrelid = 'incident'::regclass"
                    + " and conkey[1] = any(indkey::int[])))"
                    + " from pg_attribute where attrelid = cast(? as regclass) and attnum > 0"
                    + " and not attisdropped and attidentity = '' order by attnum")
            .param(table)
            .query((row, n) -> new Column(row.getString(1), row.getString(2), row.getBoolean(3)))
            .list();
    var names = String.join(", ", columns.stream().map(Column::name).toList());
    var values =
        String.join(
            ", ", columns.stream().map(column -> value(column, table.startsWith("act_"))).toList());
    jdbc.sql(
            "insert into %s (%s) select %s from (select * from %s where %s limit %d) as source, generate_series(:from, :to) as copy"
                .formatted(table, names, values, table, condition, rows))
        .param("number", number)
        .param("day", number.replaceAll("[0-9]+$", ""))
        .param("from", from)
        .param("to", from + copies - 1)
        .update();
  }

  private static String value(Column column, boolean engine) {
    var name = column.name();
    var copied = ":day || copy";
    var text = "case when %s = :number then %s else %s end".formatted(name, copied, name);
    if (engine) {
      if (name.matches(OWN) && !name.matches(SHARED)) {
        // The last part of an id names the machine.
        return "left(%s, length(%s) - 12) || lpad(copy::text, 12, '0')".formatted(name, name);
      }
      return column.type().startsWith("character varying") ? text : name;
    }
    if (column.type().equals("uuid") && column.key()) {
      return "gen_random_uuid()";
    }
    if (!column.type().equals("text")) {
      return name;
    }
    return column.key() && !name.equals("number") && !name.equals("source")
        ? name + " || '-' || copy"
        : text;
  }
}
