package io.tocsin.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.batch.Batch;
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

  /** Runs the batches of this move alone: others may be of models that are no longer there. */
  public void run(String move) {
    for (var batch : batches(move)) {
      execute(batch.getSeedJobDefinitionId());
      execute(batch.getBatchJobDefinitionId());
      execute(batch.getMonitorJobDefinitionId());
    }
  }

  /** Prepares the jobs of this move that move one instance each; returns their ids. */
  public List<String> jobs(String move) {
    var jobs = new ArrayList<String>();
    for (var batch : batches(move)) {
      execute(batch.getSeedJobDefinitionId());
      management
          .createJobQuery()
          .jobDefinitionId(batch.getBatchJobDefinitionId())
          .list()
          .forEach(job -> jobs.add(job.getId()));
    }
    return jobs;
  }

  private List<Batch> batches(String move) {
    return jdbc
        .sql(
            "select distinct batch from model_move_instance where move = ?::uuid and batch is not null")
        .param(move)
        .query(String.class)
        .list()
        .stream()
        .map(id -> management.createBatchQuery().batchId(id).singleResult())
        .filter(Objects::nonNull)
        .toList();
  }

  private void execute(String definition) {
    management
        .createJobQuery()
        .jobDefinitionId(definition)
        .list()
        .forEach(job -> management.executeJob(job.getId()));
  }

  /** Before the models are deleted. */
  public void forget() {
    management
        .createBatchQuery()
        .list()
        .forEach(batch -> management.deleteBatch(batch.getId(), true));
  }
}
