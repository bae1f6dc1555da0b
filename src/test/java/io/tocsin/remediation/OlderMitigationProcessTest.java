package io.tocsin.remediation;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tocsin.support.FakeServices;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Mitigations that run on since before requests of actions: an upgrade loses none of them. */
@TocsinTest
class OlderMitigationProcessTest {

  @Autowired RepositoryService repository;
  @Autowired RuntimeService runtime;
  @Autowired Response response;
  @Autowired WireMockServer services;
  @Autowired JdbcClient jdbc;

  private String deployment;
  private String number;
  private String instance;

  @BeforeEach
  void beginAsBefore() {
    FakeServices.heal(services, "ledger");
    services.resetRequests();
    deployment =
        repository
            .createDeployment()
            .addInputStream(
                "mitigation.bpmn",
                OlderMitigationProcessTest.class.getResourceAsStream("/older/mitigation.xml"))
            .deploy()
            .getId();
    number = response.declare("high", List.of("ledger"), false);
    var definition =
        repository.createProcessDefinitionQuery().deploymentId(deployment).singleResult();
    instance = runtime.startProcessInstanceById(definition.getId(), number).getId();
    response.complete(
        number, "Task_chooseMitigation", "techlead", Map.of("mitigation", "ledger:rollback"));
  }

  @AfterEach
  void forget() {
    repository.deleteDeployment(deployment, true);
    FakeServices.heal(services, "ledger");
    jdbc.sql("update action_run set state = 'failed' where state in ('started', 'unknown')")
        .update();
  }

  @Test
  void isApprovedAndRunOnce() {
    response.complete(number, "Task_approve", "commander", Map.of("approve", "yes"));

    ran(1);
    assertThat(runtime.createProcessInstanceQuery().superProcessInstanceId(instance).count())
        .as("the health gate")
        .isOne();
  }

  @Test
  void isApprovedWithoutARequestAndTheApprovalIsRecorded() {
    runtime.removeVariable(instance, "actionRequest");
    response.complete(number, "Task_approve", "commander", Map.of("approve", "yes"));

    ran(1);
    assertThat(
            jdbc.sql("select actor || ' ' || approved_by from action_run where incident = ?")
                .param(number)
                .query(String.class)
                .single())
        .isEqualTo("techlead commander");
  }

  @Test
  void isChosenAgainWhenNobodyRecordedTheApproval() {
    response.submit(number, "Task_approve", "commander", Map.of("approve", "yes"));
    runtime.removeVariable(instance, "actionRequest");
    response.runJobs(number);

    ran(0);
    assertThat(response.open(number)).contains("Task_chooseMitigation");
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("who approved it was not recorded then. Choose it again"));
  }

  @Test
  void isChosenAgainWhenItFails() {
    services.stubFor(post(urlEqualTo("/ledger/rollback")).willReturn(aResponse().withStatus(409)));
    response.complete(number, "Task_approve", "commander", Map.of("approve", "yes"));

    ran(1);
    assertThat(response.open(number)).contains("Task_chooseMitigation");
  }

  @Test
  void asksAPersonWhenItsRunWasCutOffByTheUpgrade() {
    response.submit(number, "Task_approve", "commander", Map.of("approve", "yes"));
    runtime.removeVariable(instance, "actionRequest");
    jdbc.sql(
            "insert into action_run (key, incident, service, action, state, actor, started_at)"
                + " values (?, ?, 'ledger', 'rollback', 'started', 'techlead', now())")
        .params(number + ":Task_runAction:1", number)
        .update();
    response.runJobs(number);

    ran(0);
    response.fire(number, "settle-action", "Event_timeIsUp");
    assertThat(response.open(number)).contains("Task_judgeOutcome", "Task_chooseMitigation");
  }

  private void ran(int times) {
    services.verify(times, postRequestedFor(urlEqualTo("/ledger/rollback")));
  }
}
