package io.tocsin.engine;

import org.camunda.bpm.engine.impl.bpmn.deployer.BpmnDeployer;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.core.model.Properties;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;

/**
 * Shows a model to other threads once all of it is there. By itself the engine puts a model that it
 * reads again after a start into its cache first, and tells it the definitions of its jobs
 * afterwards: who starts an instance in between has it fail for want of them.
 */
class WholeModels extends BpmnDeployer {

  WholeModels(BpmnDeployer engines) {
    setExpressionManager(engines.getExpressionManager());
    setIdGenerator(engines.getIdGenerator());
    setBpmnParser(engines.getBpmnParser());
  }

  /** Has the engine read its models so. */
  static void readBy(ProcessEngineConfigurationImpl engine) {
    var deployers =
        engine.getDeployers().stream()
            .map(one -> one instanceof BpmnDeployer models ? new WholeModels(models) : one)
            .toList();
    engine.setDeployers(deployers);
    engine.getDeploymentCache().setDeployers(deployers);
  }

  @Override
  protected void registerDefinition(
      DeploymentEntity deployment, ProcessDefinitionEntity model, Properties properties) {
    if (deployment.isNew()) {
      // Nobody else knows it before the transaction ends, and its timers are made from the cache.
      super.registerDefinition(deployment, model, properties);
      return;
    }
    definitionAddedToDeploymentCache(deployment, model, properties);
    addDefinitionToDeploymentCache(getDeploymentCache(), model);
    deployment.addDeployedArtifact(model);
  }
}
