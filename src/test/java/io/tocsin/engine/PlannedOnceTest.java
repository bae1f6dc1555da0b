package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.jobexecutor.AsyncContinuationJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.JobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerCatchIntermediateEventJobHandler;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@TocsinTest
class PlannedOnceTest {

  private static final String KEY = "planned-once";

  @Autowired ProcessEngine engine;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;
  @Autowired JdbcClient jdbc;

  private String deployment;

  @BeforeEach
  void deploy() {
    deployment =
        repository
            .createDeployment()
            .addModelInstance(
                KEY + ".bpmn",
                Bpmn.createExecutableProcess(KEY)
                    .camundaHistoryTimeToLive(1)
                    .startEvent()
                    .camundaAsyncAfter()
                    .intermediateCatchEvent()
                    .timerWithDuration("P1D")
                    .userTask("Task_wait")
                    .boundaryEvent()
                    .cancelActivity(false)
                    .timerWithCycle("R2/P1D")
                    .endEvent()
                    .moveToActivity("Task_wait")
                    .endEvent()
                    .done())
            .deploy()
            .getId();
  }

  @AfterEach
  void remove() {
    repository.deleteDeployment(deployment, true);
  }

  @Test
  void stepsAreRunAndTimersRepeatAsTheEngineDoesIt() {
    var instance = runtime.startProcessInstanceByKey(KEY).getId();
    for (int step = 0; step < 3; step++) {
      var job = management.createJobQuery().processInstanceId(instance).singleResult();
      management.executeJob(job.getId());
    }
    assertThat(management.createJobQuery().processInstanceId(instance).count())
        .as("after a continuation, a timer and the first of a boundary event that repeats")
        .isOne();
    assertThat(runtime.getActiveActivityIds(instance)).containsExactly("Task_wait");
  }

  @ParameterizedTest
  @MethodSource
  <T extends JobHandler<?>> void isOfTheClassThatTheEngineLooksAt(String type, Class<T> handler) {
    assertThat(configuration().getJobHandlers().get(type))
        .isInstanceOf(handler)
        .extracting(found -> found.getClass().getPackageName())
        .isEqualTo(PlannedOnce.class.getPackageName());
  }

  static List<Arguments> isOfTheClassThatTheEngineLooksAt() {
    return List.of(
        Arguments.of(AsyncContinuationJobHandler.TYPE, AsyncContinuationJobHandler.class),
        Arguments.of(
            TimerCatchIntermediateEventJobHandler.TYPE,
            TimerCatchIntermediateEventJobHandler.class),
        Arguments.of(
            TimerExecuteNestedActivityJobHandler.TYPE, TimerExecuteNestedActivityJobHandler.class));
  }

  @Test
  void theSettingEndsWithTheTransaction() {
    var inside =
        configuration()
            .getCommandExecutorTxRequired()
            .execute(
                context -> {
                  PlannedOnce.plan(context);
                  return mode();
                });
    assertThat(inside).isEqualTo("force_generic_plan");
    assertThat(mode()).isEqualTo("auto");
  }

  private ProcessEngineConfigurationImpl configuration() {
    return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
  }

  private String mode() {
    return jdbc.sql("show plan_cache_mode").query(String.class).single();
  }
}
