package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.batch.BatchMonitorJobHandler;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandlerConfiguration;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.historycleanup.HistoryCleanupJobHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@TocsinTest
class PlannedOnceTest {

  @Autowired ProcessEngine engine;
  @Autowired JdbcClient jdbc;

  private ProcessEngineConfigurationImpl configuration;

  @BeforeEach
  void configuration() {
    configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }

  @Test
  void stepsOfModelsAreRunSoAndJobsOfTheEngineItselfAreNot() {
    var jobs = configuration.getJobHandlers();
    assertThat(jobs.get(AsyncContinuationJobHandler.TYPE)).isInstanceOf(PlannedOnce.class);
    assertThat(jobs.get(TimerExecuteNestedActivityJobHandler.TYPE)).isInstanceOf(PlannedOnce.class);
    assertThat(jobs.get(HistoryCleanupJobHandler.TYPE)).isNotInstanceOf(PlannedOnce.class);
    assertThat(jobs.get(BatchMonitorJobHandler.TYPE)).isNotInstanceOf(PlannedOnce.class);
    assertThat(jobs).allSatisfy((type, job) -> assertThat(job.getType()).isEqualTo(type));
  }

  @Test
  void theSettingEndsWithTheTransaction() {
    JobHandler<JobHandlerConfiguration> step = Mockito.mock();
    var inside =
        configuration
            .getCommandExecutorTxRequired()
            .execute(
                context -> {
                  new PlannedOnce<>(step).execute(null, null, context, null);
                  return mode();
                });
    assertThat(inside).isEqualTo("force_generic_plan");
    assertThat(mode()).isEqualTo("auto");
    Mockito.verify(step)
        .execute(Mockito.isNull(), Mockito.isNull(), Mockito.any(), Mockito.isNull());
  }

  private String mode() {
    return jdbc.sql("show plan_cache_mode").query(String.class).single();
  }
}
