package io.tocsin.e2e;

import java.util.stream.IntStream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.CallActivityBuilder;
import org.camunda.bpm.model.bpmn.builder.SubProcessBuilder;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.TerminateEventDefinition;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The engine, its REST API and its webapps, and nothing of ours: what the benchmark compares with.
 * Bears no stereotype, so that nothing finds it by scanning.
 */
@EnableAutoConfiguration
public class BareCamunda {

  /** As many as one incident of level 4 has. */
  static final int TASKS = 7;

  private static final int CALLS_PER_TASK = 6;
  private static final int WAITING = 25;

  public static void main(String[] args) {
    SpringApplication.run(BareCamunda.class, args);
  }

  @Bean
  ApplicationRunner deployment(RepositoryService repository) {
    return args ->
        repository
            .createDeployment()
            .name("bare")
            .enableDuplicateFiltering(true)
            .addModelInstance("bare.bpmn", incident())
            .addModelInstance("bare-part.bpmn", part())
            .deploy();
  }

  /**
   * A chain of user tasks, each followed by called processes side by side, while others wait for a
   * timer or a message until the chain ends. In numbers of instances, activities, jobs, timers and
   * variables it is what an incident of level 4 is from declared to closed.
   */
  private static BpmnModelInstance incident() {
    AbstractFlowNodeBuilder<?, ?> chain =
        Bpmn.createExecutableProcess("bare")
            .camundaHistoryTimeToLive(180)
            .startEvent()
            .parallelGateway("fork");
    for (int task = 0; task < TASKS; task++) {
      chain =
          chain
              .userTask("task" + task)
              .callActivity("call" + task)
              .calledElement("bare-part")
              .camundaIn("title", "title")
              .camundaIn("policy", "policy")
              .camundaIn("level", "level")
              .camundaIn("services", "services")
              .camundaIn("number", "number")
              .multiInstance()
              .parallel()
              .cardinality(String.valueOf(CALLS_PER_TASK))
              .<CallActivityBuilder>multiInstanceDone();
    }
    BpmnModelInstance model = waiting(chain.endEvent("end").moveToNode("fork"));
    EndEvent end = model.getModelElementById("end");
    end.getEventDefinitions().add(model.newInstance(TerminateEventDefinition.class));
    return model;
  }

  private static BpmnModelInstance waiting(AbstractFlowNodeBuilder<?, ?> fork) {
    return fork.subProcess("waiting")
        .multiInstance()
        .parallel()
        .cardinality(String.valueOf(WAITING))
        .<SubProcessBuilder>multiInstanceDone()
        .embeddedSubProcess()
        .startEvent()
        .exclusiveGateway()
        .eventBasedGateway()
        .id("either")
        .intermediateCatchEvent("late")
        .timerWithDuration("P1D")
        .endEvent()
        .moveToNode("either")
        .intermediateCatchEvent("told")
        .message("told")
        .endEvent()
        .subProcessDone()
        .endEvent()
        .done();
  }

  private static BpmnModelInstance part() {
    AbstractFlowNodeBuilder<?, ?> part =
        Bpmn.createExecutableProcess("bare-part")
            .camundaHistoryTimeToLive(180)
            .startEvent()
            .serviceTask("first")
            .camundaAsyncBefore()
            .camundaExpression("${execution.id}");
    for (int gateway : IntStream.range(0, 3).toArray()) {
      part = part.exclusiveGateway("gateway" + gateway);
    }
    return part.serviceTask("second").camundaExpression("${execution.id}").endEvent().done();
  }
}
