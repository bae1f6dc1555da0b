package io.tocsin.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.builder.AbstractFlowNodeBuilder;
import org.camunda.bpm.model.bpmn.builder.CallActivityBuilder;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.TerminateEventDefinition;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The engine, its REST API and its webapps, and nothing of ours: what the benchmark compares with.
 * Bears no stereotype, so that nothing finds it by scanning.
 */
@EnableAutoConfiguration
public class BareCamunda {

  /** As many as one incident of level 4 has. */
  static final int TASKS = 8;

  /** So many are told of something, or looked at, when an incident is declared. */
  private static final int CALLS_AT_START = 6;

  private static final int CALLS_PER_TASK = 4;

  /** So many clocks and desks wait beside the work. */
  private static final int WAITING = 11;

  public static void main(String[] args) {
    var application = new SpringApplication(BareCamunda.class);
    // Ours are on the same class path.
    application.setInitializers(
        application.getInitializers().stream()
            .filter(initializer -> !initializer.getClass().getName().startsWith("io.tocsin."))
            .toList());
    application.run(args);
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
            .addModelInstance("bare-wait.bpmn", wait("bare-wait"))
            .deploy();
  }

  /** On the database of the product: the table has the rows and indexes that it has there. */
  @Bean
  ServletRegistrationBean<PlainAlerts> plainAlerts(
      @Value("${plain.url}") String url, ObjectMapper json) {
    var pool = new HikariDataSource();
    pool.setJdbcUrl(url);
    pool.setUsername("postgres");
    return new ServletRegistrationBean<>(
        new PlainAlerts(json, JdbcClient.create(pool)), PlainAlerts.PATH);
  }

  /**
   * A chain of user tasks, each followed by called processes side by side, while others wait for a
   * timer or a message until the chain ends. In numbers of process instances, activities, jobs,
   * timers and variables it is what an incident of level 4 is, declared and on its way to closed,
   * its deliveries included.
   */
  private static BpmnModelInstance incident() {
    AbstractFlowNodeBuilder<?, ?> chain =
        Bpmn.createExecutableProcess("bare")
            .camundaHistoryTimeToLive(180)
            .startEvent()
            .parallelGateway("fork");
    chain = calls(chain, "told", "bare-part", CALLS_AT_START);
    for (int task = 0; task < TASKS; task++) {
      chain = calls(chain.userTask("task" + task), "call" + task, "bare-part", CALLS_PER_TASK);
    }
    AbstractFlowNodeBuilder<?, ?> fork = chain.endEvent("end").moveToNode("fork");
    BpmnModelInstance model = calls(fork, "waiting", "bare-wait", WAITING).endEvent().done();
    EndEvent end = model.getModelElementById("end");
    end.getEventDefinitions().add(model.newInstance(TerminateEventDefinition.class));
    return model;
  }

  private static AbstractFlowNodeBuilder<?, ?> calls(
      AbstractFlowNodeBuilder<?, ?> before, String id, String called, int times) {
    return before
        .callActivity(id)
        .calledElement(called)
        .camundaIn("title", "title")
        .camundaIn("number", "number")
        .multiInstance()
        .parallel()
        .cardinality(String.valueOf(times))
        .<CallActivityBuilder>multiInstanceDone();
  }

  private static AbstractFlowNodeBuilder<?, ?> gateways(
      AbstractFlowNodeBuilder<?, ?> before, int number) {
    for (int gateway : IntStream.range(0, number).toArray()) {
      before = before.exclusiveGateway("gateway" + gateway);
    }
    return before;
  }

  private static BpmnModelInstance wait(String called) {
    return gateways(
            Bpmn.createExecutableProcess(called).camundaHistoryTimeToLive(180).startEvent(), 1)
        .eventBasedGateway()
        .id("either")
        .intermediateCatchEvent("late")
        .timerWithDuration("P1D")
        .endEvent()
        .moveToNode("either")
        .intermediateCatchEvent("told")
        .message("told")
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
    return gateways(part, 5)
        .serviceTask("second")
        .camundaExpression("${execution.id}")
        .endEvent()
        .done();
  }
}
