package io.tocsin.process;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One action that a playbook asks for: decided, filled in, approved, run, and judged. */
@TocsinTest
class TakeActionProcessTest {

  @Autowired Response response;
  @Autowired WireMockServer services;
  @Autowired RuntimeService runtime;
  @Autowired HistoryService history;
  @Autowired ExternalTaskService external;
  @Autowired JdbcClient jdbc;

  private String number;
  private String instance;

  @BeforeEach
  void heal() {
    services.stubFor(post(urlEqualTo("/ledger/scale")).willReturn(okJson("{}")));
    services.resetRequests();
    number = response.declare("high", List.of("ledger"), false);
  }

  @AfterEach
  void release() {
    jdbc.sql("update action_run set state = 'unknown' where state = 'started'").update();
  }

  @Test
  void runsWhatWasFilledInAndApproved() {
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    approve();

    services.verify(
        1,
        postRequestedFor(urlEqualTo("/ledger/scale"))
            .withRequestBody(equalToJson("{\"replicas\":5}")));
    assertThat(outcome()).isEqualTo("succeeded");
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("Filled in: Scale ledger (replicas 5)"))
        .anyMatch(line -> line.contains("Scale ledger succeeded"));
  }

  @Test
  void refusesAValueOutOfRangeAndKeepsTheTask() {
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));

    assertThatThrownBy(
            () ->
                response.submit(
                    number, "Task_fillParameters", "techlead", Map.of("parameters", rows("50"))))
        .hasMessageContaining("a whole number from 1 to 9");
    assertThat(response.open(number)).contains("Task_fillParameters");
  }

  @Test
  void isDeclinedWhenItIsNotApproved() {
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    response.complete(
        number,
        "Task_approve",
        "commander",
        Map.of("approve", "no", "approvalReason", "Too expensive"));

    assertThat(outcome()).isEqualTo("declined");
    services.verify(0, postRequestedFor(urlEqualTo("/ledger/scale")));
  }

  @Test
  void failsWhenTheActionFails() {
    services.stubFor(post(urlEqualTo("/ledger/scale")).willReturn(aResponse().withStatus(500)));
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    approve();

    assertThat(outcome()).isEqualTo("failed");
  }

  @Test
  void isDoneByHandWhereNoServiceCan() {
    take("isolate");
    decide(Map.of("actionChoice", "byHand", "actionNote", "Took it off the network"));

    assertThat(outcome()).isEqualTo("byHand");
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("Applied by hand: isolate: Took it off the network"));
  }

  @Test
  void isNotTakenNow() {
    take("isolate");
    decide(Map.of("actionChoice", "notNow", "actionNote", "Users first"));

    assertThat(outcome()).isEqualTo("declined");
  }

  @Test
  void asksAPersonWhenTheEndIsNotKnownAndRunsNothingAgain() {
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    // The node died between the beginning and the end: its beginning is there, its job still open.
    jdbc.sql(
            "insert into action_run (key, incident, service, action, state, actor, started_at,"
                + " limit_at) select incident || ':' || id, incident, service, action, 'started',"
                + " 'techlead', opened_at, opened_at from action_request where incident = ?")
        .param(number)
        .update();
    approve();

    assertThat(response.open(number)).contains("Task_judgeOutcome");
    services.verify(0, postRequestedFor(urlEqualTo("/ledger/scale")));
    response.complete(
        number,
        "Task_judgeOutcome",
        "techlead",
        Map.of("tookEffect", "no", "judgement", "Still two replicas"));

    assertThat(outcome()).isEqualTo("failed");
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("it did not take effect. Still two replicas"));
  }

  @Test
  void aWorkerDoesIt() {
    var task = work();
    assertThat(task.getVariables())
        .containsEntry("workerService", "ledger")
        .containsEntry("workerAction", "clear-cache")
        .containsEntry("workerParameters", "{}");
    assertThat((String) task.getVariables().get("workerKey")).startsWith(number);
    external.complete(task.getId(), "worker-1", Map.of("workerOutput", "4711 entries gone"));
    response.runJobs(number);

    assertThat(outcome()).isEqualTo("succeeded");
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("4711 entries gone"));
  }

  @Test
  void aWorkerSaysThatItFailed() {
    var task = work();
    external.handleBpmnError(task.getId(), "worker-1", "NO_CACHE", "There is none");
    response.runJobs(number);

    assertThat(outcome()).isEqualTo("failed");
    assertThat(response.timeline(number)).anyMatch(line -> line.contains("NO_CACHE There is none"));
  }

  @Test
  void aWorkerThatSaysNothingLeavesTheQuestionToAPerson() {
    work();
    response.fire(number, "execute-action", "Event_workOverdue");

    assertThat(response.open(number)).contains("Task_judgeOutcome");
    response.complete(
        number,
        "Task_judgeOutcome",
        "techlead",
        Map.of("tookEffect", "yes", "judgement", "The cache is empty"));
    assertThat(outcome()).isEqualTo("succeeded");
  }

  private LockedExternalTask work() {
    take("clear-cache");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    return external.fetchAndLock(10, "worker-1").topic("clear-cache", 60_000).execute().stream()
        .filter(task -> number.equals(task.getBusinessKey()))
        .findFirst()
        .orElseThrow();
  }

  private void take(String action) {
    instance =
        runtime.startProcessInstanceByKey("take-action", number, Map.of("action", action)).getId();
  }

  private void decide(Map<String, Object> answers) {
    response.complete(number, "Task_decideAction", "techlead", answers);
  }

  private void fill(String replicas) {
    response.complete(
        number, "Task_fillParameters", "techlead", Map.of("parameters", rows(replicas)));
  }

  private static List<Map<String, String>> rows(String replicas) {
    return List.of(Map.of("name", "replicas", "takes", "How many", "value", replicas));
  }

  private void approve() {
    response.complete(number, "Task_approve", "commander", Map.of("approve", "yes"));
  }

  private Object outcome() {
    return history
        .createHistoricVariableInstanceQuery()
        .processInstanceId(instance)
        .variableName("actionOutcome")
        .singleResult()
        .getValue();
  }
}
