package io.tocsin.support;

import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Plays the job executor for moves of instances between versions of a model. */
@TestComponent
public class Moves {

  private final ManagementService management;
  private final JdbcClient jdbc;

  Moves(ManagementService management, JdbcClient jdbc) {
    this.management = management;
    this.jdbc = jdbc;
  }

  /** Runs the batch of this move alone: others may be of models that are no longer there. */
  public void run(String move) {
    var id =
        jdbc.sql("select batch from model_move where id = ?::uuid")
            .param(move)
            .query(String.class)
            .single();
    var batch = management.createBatchQuery().batchId(id).singleResult();
    List.of(
            batch.getSeedJobDefinitionId(),
            batch.getBatchJobDefinitionId(),
            batch.getMonitorJobDefinitionId())
        .forEach(
            definition ->
                management
                    .createJobQuery()
                    .jobDefinitionId(definition)
                    .list()
                    .forEach(job -> management.executeJob(job.getId())));
  }

  /** Before the models are deleted. */
  public void forget() {
    management
        .createBatchQuery()
        .list()
        .forEach(batch -> management.deleteBatch(batch.getId(), true));
  }
}
