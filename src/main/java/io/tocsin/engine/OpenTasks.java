package io.tocsin.engine;

import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.TaskService;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What the engine's open tasks are about, whoever asks. */
@Component
public class OpenTasks {

  private final JdbcClient jdbc;
  private final TaskService tasks;
  private final IdentityService identity;

  OpenTasks(JdbcClient jdbc, TaskService tasks, IdentityService identity) {
    this.jdbc = jdbc;
    this.tasks = tasks;
    this.identity = identity;
  }

  /**
   * Returns whether somebody sees an open task. To be called where nobody is signed in to the
   * engine.
   *
   * @param groups ids of the groups that they are in
   */
  public boolean isSeen(String task, String person, List<String> groups) {
    identity.setAuthentication(person, groups);
    try {
      return tasks.createTaskQuery().taskId(task).count() > 0;
    } finally {
      identity.clearAuthentication();
    }
  }

  /** Returns whose a task is: whoever claimed it or was given it. Nobody's when it is not open. */
  public Optional<String> assignee(String task) {
    return jdbc.sql("select assignee_ from act_ru_task where id_ = ? and assignee_ is not null")
        .param(task)
        .query(String.class)
        .optional();
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
