package io.tocsin.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whoever may deploy a model or work on a task must not run code of their own on the server. */
@TocsinTest
class ModelSafetyTest {

  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired IdentityService identity;
  @Autowired TaskService tasks;
  @Autowired Response response;

  @AfterEach
  void takeBack() {
    repository
        .createDeploymentQuery()
        .deploymentName("model-safety-test")
        .list()
        .forEach(deployment -> repository.deleteDeployment(deployment.getId(), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        <serviceTask id="Task_work" camunda:type="shell"><extensionElements>
          <camunda:field name="command" stringValue="id" /></extensionElements></serviceTask>""",
        """
        <serviceTask id="Task_work"
          camunda:class="org.camunda.bpm.engine.impl.bpmn.behavior.ShellActivityBehavior" />""",
        """
        <serviceTask id="Task_work" camunda:expression="${true}"><extensionElements>
          <camunda:executionListener event="start" class="java.lang.Object" />
        </extensionElements></serviceTask>""",
      })
  void refusesModelsThatNameClassesOrTheShell(String task) {
    assertThatThrownBy(() -> deploy(task)).hasMessageContaining("is not taken");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${execution.processEngineServices.identityService.newUser('mallory')}",
        "${execution.getProcessEngineServices()}",
        "${execution.processEngine.processEngineConfiguration.dataSource}",
        "${execution.processDefinition}",
        "${''.getClass()}",
      })
  void refusesExpressionsThatLeadToTheServicesOfTheEngine(String expression) {
    deploy("<serviceTask id=\"Task_work\" camunda:expression=\"" + expression + "\" />");

    assertThatThrownBy(() -> runtime.startProcessInstanceByKey("model-safety"))
        .hasStackTraceContaining("Expressions of models may not use");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x_bpmn", "xbpmn20.xml", "x_form", "x_dmn", "x.cmmn", "x.cmmn11.xml"})
  void refusesFilesThatTheEngineWouldTakeUnchecked(String name) {
    identity.setAuthentication("owner", List.of("process-owner"));
    try {
      var files =
          repository
              .createDeployment()
              .name("model-safety-test")
              .addInputStream(name, new java.io.ByteArrayInputStream(new byte[] {'<'}));
      assertThatThrownBy(files::deploy).hasStackTraceContaining(name + " is not deployed");
    } finally {
      identity.clearAuthentication();
    }
  }

  @Test
  void leavesModelsWhatTheyNeedToKnowOfTheirInstance() {
    deploy(
        "<serviceTask id=\"Task_work\" camunda:expression=\"${execution.processBusinessKey.length()"
            + " + execution.getVariable('level')}\" camunda:resultVariable=\"sum\" />"
            + "<userTask id=\"Task_rest\" />"
            + "<sequenceFlow id=\"Flow_rest\" sourceRef=\"Task_work\" targetRef=\"Task_rest\" />");

    var instance =
        runtime.startProcessInstanceByKey("model-safety", "INC-1", Variables.putValue("level", 2));

    assertThat(runtime.getVariable(instance.getId(), "sum")).hasToString("7");
  }

  /** Classes such as that of the connection pool look names up wherever a property says. */
  @Test
  void buildsNoObjectOfAClassThatAVariableNamesAndIsNotStoppedByIt() {
    var number = response.declare("low");
    var task = response.task(number, "Task_triage").getId();
    tasks.setVariableLocal(
        task,
        "pool",
        Variables.serializedObjectValue("{\"poolName\":\"mine\"}")
            .serializationDataFormat("application/json")
            .objectTypeName("com.zaxxer.hikari.HikariConfig")
            .create());

    assertThatThrownBy(() -> tasks.getVariable(task, "pool"))
        .hasStackTraceContaining("not whitelisted for deserialization");

    response.triage(number, 4);
    assertThat(response.open(number)).contains("Task_assignRoles");
  }

  private void deploy(String content) {
    var model =
        """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
          xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="test">
          <process id="model-safety" isExecutable="true" camunda:historyTimeToLive="P1D">
            <startEvent id="Event_start" />
            <sequenceFlow id="Flow_start" sourceRef="Event_start" targetRef="Task_work" />
            %s
          </process>
        </definitions>"""
            .formatted(content);
    repository
        .createDeployment()
        .name("model-safety-test")
        .addInputStream(
            "model-safety.bpmn",
            new java.io.ByteArrayInputStream(model.getBytes(StandardCharsets.UTF_8)))
        .deploy();
  }
}
