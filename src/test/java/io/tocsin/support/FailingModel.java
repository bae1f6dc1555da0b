package io.tocsin.support;

import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.Bpmn;

/** A process whose one job fails whenever it runs: it delivers a message that there is not. */
public final class FailingModel {

  private FailingModel() {}

  /** Deploys it and returns the id of the deployment. */
  public static String deploy(RepositoryService repository, String process) {
    return deploy(repository, process, process, "Fail");
  }

  /** The same with a name for people, and one for its step, {@code Task_fails}. */
  public static String deploy(
      RepositoryService repository, String process, String name, String step) {
    return repository
        .createDeployment()
        .addModelInstance(
            process + ".bpmn",
            Bpmn.createExecutableProcess(process)
                .name(name)
                .camundaHistoryTimeToLive(1)
                .startEvent()
                .serviceTask("Task_fails")
                .name(step)
                .camundaAsyncBefore()
                .camundaDelegateExpression("#{deliverNotificationDelegate}")
                .endEvent()
                .done())
        .deploy()
        .getId();
  }
}
