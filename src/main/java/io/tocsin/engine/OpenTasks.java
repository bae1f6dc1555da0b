package io.tocsin.engine;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the engine's open tasks are about, whoever asks. */
@Component
public class OpenTasks {

  private final JdbcClient jdbc;

  OpenTasks(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Returns id and number of a task, such as {@code task=Task_triage number=INC-2026-02-10-001}.
   * Not by the engine's service, which answers by what the caller may see.
   */
  public Optional<String> describe(String task) {
    return jdbc.sql(
            "select t.task_def_key_, root.business_key_ from act_ru_task t"
                + " left join act_ru_execution e on e.id_ = t.proc_inst_id_"
                + " left join act_ru_execution root on root.id_ = e.root_proc_inst_id_"
                + " where t.id_ = ?")
        .param(task)
        .query(
            (row, n) -> {
              var number = BusinessKey.incident(row.getString(2));
              return "task=" + row.getString(1) + (number == null ? "" : " number=" + number);
            })
        .optional();
  }
}
