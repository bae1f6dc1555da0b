package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.util.List;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@TocsinTest
class PlannedOnceTest {

  private static final String KEY = "planned-once";

  @Autowired Atomic atomic;
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

  /** By a handler of another class the engine would not know that a timer repeats. */
  @Test
  void stepsArePlannedOnceAndTimersRepeat() {
    var instance = runtime.startProcessInstanceByKey(KEY).getId();
    for (var step :
        List.of("a continuation", "a timer that is caught", "the first of a boundary event")) {
      var job = management.createJobQuery().processInstanceId(instance).singleResult().getId();
      var inside =
          atomic.call(
              () -> {
                management.executeJob(job);
                return mode();
              });
      assertThat(inside).as(step).isEqualTo("force_generic_plan");
      assertThat(mode()).as("after %s", step).isEqualTo("auto");
    }
    assertThat(management.createJobQuery().processInstanceId(instance).count())
        .as("the second of the boundary event")
        .isOne();
    assertThat(runtime.getActiveActivityIds(instance)).containsExactly("Task_wait");
  }

  private String mode() {
    return jdbc.sql("show plan_cache_mode").query(String.class).single();
  }
}
