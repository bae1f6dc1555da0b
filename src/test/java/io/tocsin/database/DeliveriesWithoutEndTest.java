package io.tocsin.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.init.ScriptUtils;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What an upgrade finds of deliveries that were under way when they began to leave no history. */
@TocsinTest
class DeliveriesWithoutEndTest {

  @Autowired JdbcClient jdbc;
  @Autowired DataSource database;

  @Test
  void historyThatNobodyWouldEndIsTakenAwayAndNothingElse() {
    new TransactionTemplate(new JdbcTransactionManager(database))
        .executeWithoutResult(
            tx -> {
              begun("delivery-under-way", "deliver-notification", null);
              begun("delivery-ended", "deliver-notification", "2026-01-01");
              begun("response-under-way", "incident-response", null);

              ScriptUtils.executeSqlScript(
                  DataSourceUtils.getConnection(database),
                  new ClassPathResource("db/migration/V71__deliveries_without_end.sql"));

              var left = List.of("delivery-ended", "response-under-way");
              assertThat(of("act_hi_procinst", "proc_inst_id_")).containsExactlyElementsOf(left);
              assertThat(of("act_hi_actinst", "proc_inst_id_")).containsExactlyElementsOf(left);
              assertThat(of("act_hi_varinst", "proc_inst_id_")).containsExactlyElementsOf(left);
              assertThat(of("act_hi_detail", "proc_inst_id_")).containsExactlyElementsOf(left);
              assertThat(of("act_hi_job_log", "process_instance_id_"))
                  .containsExactlyElementsOf(left);
              assertThat(of("act_ge_bytearray", "id_")).containsExactlyElementsOf(left);
              tx.setRollbackOnly();
            });
  }

  private void begun(String id, String process, @Nullable String end) {
    write(
        "act_hi_procinst (id_, proc_inst_id_, proc_def_id_, proc_def_key_, start_time_, end_time_)"
            + " values (:id, :id, :process, :process, now(), :end::timestamp)",
        id,
        process,
        end);
    write(
        "act_hi_actinst (id_, proc_inst_id_, proc_def_id_, execution_id_, act_id_, act_type_,"
            + " start_time_) values (:id, :id, :process, :id, 'Task_deliver', 'serviceTask', now())",
        id,
        process,
        end);
    write(
        "act_hi_varinst (id_, proc_inst_id_, name_) values (:id, :id, 'deliveryId')",
        id,
        process,
        end);
    write(
        "act_hi_detail (id_, proc_inst_id_, type_, name_, time_)"
            + " values (:id, :id, 'VariableUpdate', 'deliveryId', now())",
        id,
        process,
        end);
    write(
        "act_hi_job_log (id_, timestamp_, job_id_, process_instance_id_, job_exception_stack_id_)"
            + " values (:id, now(), :id, :id, :id)",
        id,
        process,
        end);
    write("act_ge_bytearray (id_) values (:id)", id, process, end);
  }

  private void write(String row, String id, String process, @Nullable String end) {
    jdbc.sql("insert into " + row)
        .param("id", id)
        .param("process", process)
        .param("end", end)
        .update();
  }

  private List<String> of(String table, String column) {
    return jdbc.sql(
            "select %s from %s where %s in ('delivery-under-way', 'delivery-ended', 'response-under-way') order by 1"
                .formatted(column, table, column))
        .query(String.class)
        .list();
  }
}
