package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.support.TocsinTest;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A model is data: whoever may deploy one cannot reach the machine with it. */
@TocsinTest
class ModelExpressionsTest {

  private static final String PROBE = "probe-of-expressions";

  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${jdbcTemplate}",
        "${jdbcClient.sql('select 1')}",
        "${environment.getProperty('user.home')}",
        "${dataSource}",
        "${runtimeService}",
        "${processEngine}",
        "${incidentCommands}",
        "${systemProperties}",
        "${credentials}"
      })
  void beansThatAreNoDelegatesHaveNoName(String expression) {
    refused(task(expression), "property");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${''.getClass()}",
        "${''.class}",
        "${''['class']}",
        "${''.getClass().forName('java.lang.Runtime')}",
        "${execution.getClass().getClassLoader()}",
        "${execution.class.name}"
      })
  void reflectionIsRefused(String expression) {
    refused(task(expression), "reflection");
  }

  @Test
  void aDelegateIsRunAndNothingElseIsAskedOfIt() {
    refused(task("${notifyDelegate.toString()}"), "may not use a delegate");
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript", "groovy", "juel", "graal.js", "python"})
  void scriptsAreRefused(String language) {
    var model =
        Bpmn.createExecutableProcess(PROBE)
            .camundaHistoryTimeToLiveString("P1D")
            .startEvent()
            .scriptTask()
            .scriptFormat(language)
            .scriptText("1 + 1")
            .endEvent()
            .done();
    refused(model, "Scripts are switched off");
  }

  private void refused(BpmnModelInstance model, String why) {
    var deployment =
        repository.createDeployment().addModelInstance(PROBE + ".bpmn", model).deployWithResult();
    try {
      assertThatThrownBy(() -> runtime.startProcessInstanceByKey(PROBE))
          .isInstanceOf(ProcessEngineException.class)
          .hasMessageContaining(why);
    } finally {
      repository.deleteDeployment(deployment.getId(), true);
    }
  }

  private static BpmnModelInstance task(String expression) {
    return Bpmn.createExecutableProcess(PROBE)
        .camundaHistoryTimeToLiveString("P1D")
        .startEvent()
        .serviceTask()
        .camundaExpression(expression)
        .endEvent()
        .done();
  }
}
