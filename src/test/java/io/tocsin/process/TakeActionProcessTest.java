package io.tocsin.process;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static java.time.temporal.ChronoUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.tocsin.notification.Deliveries;
import io.tocsin.notification.Delivery;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.camunda.bpm.engine.impl.util.ClockUtil;
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
  @Autowired ManagementService management;
  @Autowired TaskService tasks;
  @Autowired JdbcClient jdbc;
  @Autowired Deliveries deliveries;

  private String number;
  private String instance;

  @BeforeEach
  void heal() {
    services.stubFor(post(urlEqualTo("/ledger/scale")).willReturn(okJson("{}")));
    services.resetRequests();
    number = response.declare("high", List.of("ledger"), false);
  }

  /** What has succeeded in one test, by a clock that was ahead, is not run again in another. */
  @AfterEach
  void release() {
    jdbc.sql(
            "update action_run set state = 'failed'"
                + " where state in ('started', 'unknown') or key like 'lost:%' or service = 'ledger'")
        .update();
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
    services.stubFor(post(urlEqualTo("/ledger/scale")).willReturn(aResponse().withStatus(409)));
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
    ownRun(Instant.parse("2020-01-01T00:00:00Z"));
    approve();

    assertThat(response.open(number)).contains("Task_judgeOutcome");
    assertThat(asked()).extracting(Delivery::recipient).contains("techlead", "commander");
    assertThat(asked()).allMatch(ask -> ask.subject().contains("took effect: Scale ledger"));
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
        .containsEntry("workerParameters", "{\"entries\":4000}")
        .containsEntry("workerParameter_entries", 4000L);
    assertThat((String) task.getVariables().get("workerKey")).startsWith(number);
    external.complete(task.getId(), "worker-1", Map.of("output", "4711 entries gone"));
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

  @Test
  void aWorkerThatTriesAgainIsWaitedFor() {
    var task = work();
    external.handleFailure(task.getId(), "worker-1", "Disk is full", "", 2, 0);

    assertThat(response.due(number, "execute-action", "Event_workOverdue"))
        .isAfter(ClockUtil.getCurrentTime().toInstant());
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("given up"));
  }

  @Test
  void aWorkerThatGivesUpIsAskedAboutAtOnce() {
    var task = work();
    external.handleFailure(task.getId(), "worker-1", "Disk is full", "No space left", 0, 0);

    assertThat(response.timeline(number))
        .anyMatch(
            line ->
                line.contains("the outcome is not known. The worker has given up. Disk is full"));
    assertThat(response.due(number, "execute-action", "Event_workOverdue"))
        .isBeforeOrEqualTo(ClockUtil.getCurrentTime().toInstant());
    response.fire(number, "execute-action", "Event_workOverdue");
    assertThat(evidence()).contains("The worker has given up. Disk is full", "entries 4000");
    judge("no");
    assertThat(outcome()).isEqualTo("failed");
  }

  @Test
  void isAskedAboutAtOnceWhenItsModelIsCutOffWhileAWorkerHasIt() {
    work();
    runtime.deleteProcessInstance(instance, "The playbook was left");

    assertThat(response.due(number, "settle-action", "Event_timeIsUp"))
        .isBeforeOrEqualTo(ClockUtil.getCurrentTime().toInstant());
    response.fire(number, "settle-action", "Event_timeIsUp");
    assertThat(response.open(number)).contains("Task_judgeOutcome");
    assertThat(response.timeline(number))
        .anyMatch(line -> line.contains("the outcome is not known. It began, and its end"));
    judge("no");
    assertThat(runs("failed")).isOne();
  }

  @Test
  void isWatchedUntilItsLimitWhenItsModelIsCutOffWhileItRuns() {
    var limit = ClockUtil.getCurrentTime().toInstant().plusSeconds(45).truncatedTo(SECONDS);
    untilItRuns("5");
    ownRun(limit);
    runtime.deleteProcessInstance(instance, "The playbook was left");

    assertThat(response.due(number, "settle-action", "Event_timeIsUp")).isEqualTo(limit);
  }

  @Test
  void theTimelineSaysHowItEndedThoughItsModelWasCutOff() {
    untilItRuns("5");
    ownRun(ClockUtil.getCurrentTime().toInstant().plusSeconds(45));
    runtime.deleteProcessInstance(instance, "The playbook was left");
    // The job that ran it cannot commit: what it has recorded stays, and what it has told does not.
    jdbc.sql("update action_run set state = 'succeeded', output = 'Five run' where incident = ?")
        .param(number)
        .update();
    response.fire(number, "settle-action", "Event_timeIsUp");

    assertThat(response.open(number)).doesNotContain("Task_judgeOutcome");
    assertThat(response.timeline(number))
        .containsOnlyOnce("action: Scale ledger succeeded. Five run");
  }

  @Test
  void anEarlierActionIsAskedAboutStillWhenTheModelThatAskedIsCutOff() {
    var other = response.declare("high", List.of("ledger"), false);
    lostRun(other);
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    approve();
    runtime.deleteProcessInstance(instance, "The playbook was left");

    assertThat(response.open(number)).doesNotContain("Task_judgeOutcome");
    response.fire(other, "settle-action", "Event_timeIsUp");
    assertThat(response.open(other)).contains("Task_judgeOutcome");
  }

  @Test
  void nothingIsWatchedOnWhenTheModelComesToItsEndOrHadNotBegun() {
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    approve();
    assertThat(response.ran(number, "settle-action")).isFalse();

    untilItRuns("5");
    runtime.deleteProcessInstance(instance, "The playbook was left");
    assertThat(response.ran(number, "settle-action")).isFalse();
  }

  @Test
  void anEarlierActionOfUnknownEndIsJudgedBeforeAnythingIsRun() {
    lostRun(response.declare("high", List.of("ledger"), false));
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    approve();

    services.verify(0, postRequestedFor(urlEqualTo("/ledger/scale")));
    assertThat(response.open(number)).contains("Task_judgeOutcome");
    assertThat(asked()).isNotEmpty().allMatch(ask -> ask.subject().contains("Roll back ledger"));
    assertThat(evidence())
        .contains("Roll back ledger", "its end was not recorded")
        .contains("It keeps Scale ledger from being run");
    judge("no");

    services.verify(1, postRequestedFor(urlEqualTo("/ledger/scale")));
    assertThat(outcome()).isEqualTo("succeeded");
    assertThat(response.timeline(number))
        .anyMatch(
            line -> line.contains("Before Scale ledger: an earlier action did not take effect."));
  }

  @Test
  void isNotRunAfterAnEarlierActionThatTookEffect() {
    var other = response.declare("high", List.of("ledger"), true);
    lostRun(other);
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    approve();
    assertThat(evidence()).as("of a restricted incident").doesNotContain("not recorded", other);
    judge("yes");

    services.verify(0, postRequestedFor(urlEqualTo("/ledger/scale")));
    assertThat(outcome()).isEqualTo("declined");
    assertThat(response.timeline(other)).anyMatch(line -> line.contains("it took effect. Looked"));
  }

  /** Two jobs of two incidents, each on a thread of its own as on two nodes. */
  @Test
  void twoNodesRunOneAtATime() throws Exception {
    services.stubFor(
        post(urlEqualTo("/ledger/scale")).willReturn(okJson("{}").withFixedDelay(500)));
    var one = untilItRuns("5");
    var first = number;
    number = response.declare("high", List.of("ledger"), false);
    var two = untilItRuns("6");
    var nodes = Executors.newFixedThreadPool(2);
    var go = new CyclicBarrier(2);
    for (var job : nodes.invokeAll(List.of(run(one, go), run(two, go)), 30, TimeUnit.SECONDS)) {
      job.get();
    }
    nodes.shutdown();

    services.verify(1, postRequestedFor(urlEqualTo("/ledger/scale")));
    var waiting = Stream.of(first, number).filter(this::waits).toList();
    assertThat(waiting).hasSize(1);
    response.fire(waiting.get(0), "execute-action", "Event_tryAgain");
    services.verify(2, postRequestedFor(urlEqualTo("/ledger/scale")));
  }

  @Test
  void waitsInSightUntilTheServiceIsFree() {
    var other = response.declare("high", List.of("ledger"), false);
    rollback(other, ClockUtil.getCurrentTime().toInstant().plusSeconds(600));
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill("5");
    approve();
    response.fire(number, "execute-action", "Event_tryAgain");

    assertThat(waits(number)).isTrue();
    assertThat(response.timeline(number))
        .containsOnlyOnce(
            "action: Scale ledger waits: another action is running on 'ledger'. It is run as soon as that has ended");
    assertThat(response.due(number, "execute-action", "Event_tryAgain"))
        .isBefore(ClockUtil.getCurrentTime().toInstant().plusSeconds(10));
    services.verify(0, postRequestedFor(urlEqualTo("/ledger/scale")));
    release();
    response.fire(number, "execute-action", "Event_tryAgain");

    services.verify(1, postRequestedFor(urlEqualTo("/ledger/scale")));
    assertThat(outcome()).isEqualTo("succeeded");
  }

  /** Chosen twice side by side: a second rollback brings back what the first took away. */
  @Test
  void isNotRunWhenTheSameHasSucceededSinceItWasChosen() {
    waitsForFiveThatSucceed("5");

    services.verify(0, postRequestedFor(urlEqualTo("/ledger/scale")));
    assertThat(outcome()).isEqualTo("declined");
    assertThat(runs("started") + runs("succeeded")).isZero();
    assertThat(response.timeline(number))
        .containsOnlyOnce(
            "action: Not run: Scale ledger. The same has succeeded on 'ledger' since it was chosen. Choose it again if it is still wanted");
  }

  @Test
  void isRunWhenTheSameHasSucceededWithOtherValues() {
    waitsForFiveThatSucceed("6");

    services.verify(1, postRequestedFor(urlEqualTo("/ledger/scale")));
    assertThat(outcome()).isEqualTo("succeeded");
  }

  private void waitsForFiveThatSucceed(String replicas) {
    var begin = ClockUtil.getCurrentTime().toInstant().truncatedTo(SECONDS);
    response.at(begin);
    earlier(
        response.declare("high", List.of("ledger"), false),
        "scale",
        "{\"replicas\": 5}",
        begin.plusSeconds(600));
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill(replicas);
    approve();
    assertThat(waits(number)).isTrue();
    response.at(begin.plusSeconds(60));
    jdbc.sql("update action_run set state = 'succeeded', ended_at = ? where state = 'started'")
        .param(Timestamp.from(begin.plusSeconds(60)))
        .update();
    response.fire(number, "execute-action", "Event_tryAgain");
  }

  private boolean waits(String incident) {
    return response.waits(incident, "execute-action", "Event_tryAgain");
  }

  private Callable<Void> run(String job, CyclicBarrier go) {
    return () -> {
      go.await();
      management.executeJob(job);
      return null;
    };
  }

  /** Brings an action to the job that runs it, and returns that. */
  private String untilItRuns(String replicas) {
    take("scale");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    fill(replicas);
    response.submit(number, "Task_approve", "commander", Map.of("approve", "yes"));
    while (true) {
      var job =
          management.createJobQuery().processDefinitionKey("run-action").list().stream()
              .filter(one -> ofThisIncident(one.getProcessInstanceId()))
              .findFirst();
      if (job.isEmpty()) {
        return management.createJobQuery().processDefinitionKey("execute-action").list().stream()
            .filter(one -> ofThisIncident(one.getProcessInstanceId()))
            .findFirst()
            .orElseThrow()
            .getId();
      }
      management.executeJob(job.get().getId());
    }
  }

  private boolean ofThisIncident(String id) {
    return runtime
            .createProcessInstanceQuery()
            .processInstanceId(id)
            .processInstanceBusinessKey(number)
            .count()
        == 1;
  }

  /** A rollback whose node died, more than a minute ago. */
  private void lostRun(String incident) {
    rollback(incident, Instant.parse("2020-01-01T00:00:00Z"));
  }

  /** A rollback without an end. */
  private void rollback(String incident, Instant limit) {
    earlier(incident, "rollback", "{}", limit);
  }

  private void earlier(String incident, String action, String parameters, Instant limit) {
    jdbc.sql(
            "insert into action_run (key, incident, service, action, parameters, state, actor,"
                + " started_at, limit_at) values (?, ?, 'ledger', ?, cast(? as jsonb), 'started',"
                + " 'exec', '2020-01-01', ?)")
        .params("lost:" + incident, incident, action, parameters, Timestamp.from(limit))
        .update();
  }

  /** The run that was asked for, begun and without an end. */
  private void ownRun(Instant limit) {
    jdbc.sql(
            "insert into action_run (key, incident, service, action, state, actor, started_at,"
                + " limit_at, told) select incident || ':' || id, incident, service, action,"
                + " 'started', 'techlead', opened_at, ?, false from action_request"
                + " where incident = ?")
        .params(Timestamp.from(limit), number)
        .update();
  }

  private long runs(String state) {
    return jdbc.sql("select count(*) from action_run where incident = ? and state = ?")
        .params(number, state)
        .query(Long.class)
        .single();
  }

  private String evidence() {
    return (String)
        tasks.getVariable(response.task(number, "Task_judgeOutcome").getId(), "evidence");
  }

  private void judge(String tookEffect) {
    response.complete(
        number,
        "Task_judgeOutcome",
        "techlead",
        Map.of("tookEffect", tookEffect, "judgement", "Looked at it"));
  }

  private LockedExternalTask work() {
    take("clear-cache");
    decide(Map.of("actionChoice", "run", "actionService", "ledger"));
    response.complete(
        number,
        "Task_fillParameters",
        "techlead",
        Map.of(
            "parameters",
            List.of(Map.of("name", "entries", "takes", "How many", "value", "4000"))));
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

  private List<Delivery> asked() {
    return deliveries.of(number).stream()
        .filter(delivery -> delivery.event().equals("outcome-unknown"))
        .toList();
  }
}
