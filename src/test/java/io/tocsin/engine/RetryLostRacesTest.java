package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.task.Task;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class RetryLostRacesTest {

  @Autowired ProcessEngine engine;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired TaskService tasks;

  private String deployment;

  @BeforeEach
  void deploy() {
    deployment =
        repository
            .createDeployment()
            .addModelInstance(
                "torn-read.bpmn",
                Bpmn.createExecutableProcess("torn-read")
                    .camundaHistoryTimeToLive(1)
                    .startEvent()
                    .parallelGateway("Gateway_fork")
                    .userTask("Task_read")
                    .boundaryEvent()
                    .timerWithDuration("P1D")
                    .endEvent()
                    .moveToActivity("Task_read")
                    .endEvent()
                    .moveToNode("Gateway_fork")
                    .userTask("Task_beside")
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
  void readsAgainWhenTheInstanceEndsBetweenTwoReads() {
    whileItIsRead(instance -> runtime.deleteProcessInstance(instance, "over"));
  }

  /** The execution that is read gets another parent then. */
  @Test
  void readsAgainWhenABranchEndsBetweenTwoReads() {
    whileItIsRead(instance -> tasks.complete(task(instance, "Task_beside").getId()));
  }

  private void whileItIsRead(Consumer<String> change) {
    var instance = runtime.startProcessInstanceByKey("torn-read").getId();
    var execution = task(instance, "Task_read").getExecutionId();
    var attempts = new AtomicInteger();

    var found =
        ((ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration())
            .getCommandExecutorTxRequired()
            .execute(
                context -> {
                  var read = context.getExecutionManager().findExecutionById(execution);
                  if (attempts.incrementAndGet() == 1) {
                    CompletableFuture.runAsync(() -> change.accept(instance)).join();
                  }
                  return read == null ? "ended" : read.getParent().getId();
                });

    assertThat(found).isIn("ended", instance);
    assertThat(attempts).hasValue(2);
  }

  private Task task(String instance, String key) {
    return tasks
        .createTaskQuery()
        .processInstanceId(instance)
        .taskDefinitionKey(key)
        .singleResult();
  }
}
