package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.deploy.cache.DeploymentCache;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@TocsinTest
class WholeModelsTest {

  private static final String KEY = "whole-model";

  @Autowired ProcessEngine engine;
  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired ManagementService management;

  private ProcessEngineConfigurationImpl configuration;
  private List<Deployer> deployers;
  private String deployment;

  @BeforeEach
  void deploy() {
    configuration = (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    deployers = configuration.getDeployers();
    deployment =
        repository
            .createDeployment()
            .addModelInstance(
                KEY + ".bpmn",
                Bpmn.createExecutableProcess(KEY)
                    .camundaHistoryTimeToLive(1)
                    .startEvent()
                    .camundaAsyncAfter()
                    .endEvent()
                    .done())
            .deploy()
            .getId();
  }

  @AfterEach
  void remove() {
    configuration.getDeploymentCache().setDeployers(deployers);
    repository.deleteDeployment(deployment, true);
  }

  @Test
  void anInstanceThatStartsWhileTheModelIsReadHasWholeJobs() {
    var reader =
        deployers.stream()
            .filter(BpmnDeployer.class::isInstance)
            .map(BpmnDeployer.class::cast)
            .findFirst()
            .orElseThrow();
    assertThat(reader).isInstanceOf(WholeModels.class);
    var meanwhile = new StartedMeanwhile(reader);
    configuration.getDeploymentCache().setDeployers(List.of(meanwhile));
    configuration.getDeploymentCache().discardProcessDefinitionCache();

    runtime.startProcessInstanceByKey(KEY);

    assertThat(meanwhile.started).hasValue(1);
    var jobs = management.createJobQuery().processDefinitionKey(KEY).list();
    assertThat(jobs)
        .hasSize(2)
        .allSatisfy(job -> assertThat(job.getJobDefinitionId()).isNotNull())
        .allSatisfy(job -> assertThat(job.getDeploymentId()).isEqualTo(deployment));
  }

  /** Another thread starts an instance as soon as it can see the model. */
  private final class StartedMeanwhile extends WholeModels {

    private final AtomicInteger started = new AtomicInteger();

    StartedMeanwhile(BpmnDeployer reader) {
      super(reader);
    }

    @Override
    protected void addDefinitionToDeploymentCache(
        DeploymentCache cache, ProcessDefinitionEntity model) {
      super.addDefinitionToDeploymentCache(cache, model);
      if (started.getAndIncrement() == 0) {
        CompletableFuture.runAsync(() -> runtime.startProcessInstanceByKey(KEY)).join();
      }
    }
  }
}
