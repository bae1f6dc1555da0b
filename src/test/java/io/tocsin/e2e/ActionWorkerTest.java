package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.camunda.bpm.client.ExternalTaskClient;
import org.camunda.bpm.client.interceptor.auth.BasicAuthProvider;
import org.camunda.bpm.client.task.ExternalTask;
import org.camunda.bpm.client.task.ExternalTaskService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** A worker outside of Tocsin, with the client that workers use, over HTTP, by its own account. */
@LiveTocsinTest
class ActionWorkerTest {

  private static final String TOPIC = "clear-cache";

  @Value("http://127.0.0.1:${server.port}")
  String base;

  private final LinkedBlockingQueue<ExternalTask> seen = new LinkedBlockingQueue<>();
  private final ConcurrentLinkedQueue<Exception> troubles = new ConcurrentLinkedQueue<>();
  private Team team;
  private String number;
  private ExternalTaskClient client;

  @BeforeEach
  void declare() {
    team = new Team(base);
    number = team.declare("Payments are slow", "payments", "3");
  }

  @AfterEach
  void settle() {
    if (client != null) {
      client.stop();
    }
    team.person("commander")
        .post("/api/v1/incidents/" + number + "/dismiss", Map.of("reason", "A test"));
  }

  @Test
  void doesTheWorkAndSaysHowItEnded() throws Exception {
    work((task, service) -> service.complete(task, Map.of("output", "4711 entries gone")));
    takeAction();

    var task = seen.poll(60, TimeUnit.SECONDS);
    assertThat(task).isNotNull();
    assertThat((Object) task.getVariable("workerParameter_entries")).isEqualTo(2000L);
    assertThat((Object) task.getVariable("workerParameter_region")).isEqualTo("us");
    assertThat((String) task.getVariable("workerParameters"))
        .isEqualTo("{\"entries\":2000,\"region\":\"us\"}");
    assertThat((String) task.getVariable("workerService")).isEqualTo("payments");
    assertThat(task.getBusinessKey()).isEqualTo(number);
    told("Clear the cache of payments succeeded. 4711 entries gone");
    client.stop();

    // Its time to do it runs out, and another attempt is made.
    work((next, service) -> service.handleBpmnError(next, "NO_CACHE", "There is none"));
    client.stop();
    takeAction();
    var first = fetch("slow-one", 1_000);
    client.start();
    told("Clear the cache of payments failed. NO_CACHE There is none");
    assertThat(worker().post(task(first) + "/complete", Map.of("workerId", "slow-one")).status())
        .as("too late")
        .isEqualTo(403);
    client.stop();
    assertThat(troubles).isEmpty();
  }

  @Test
  void triesAgainAndGivesUp() throws Exception {
    var attempts = new int[] {2};
    work(
        (task, service) ->
            service.handleFailure(task, "Disk is full", "No space left", --attempts[0], 0));
    takeAction();

    assertThat(seen.poll(60, TimeUnit.SECONDS)).isNotNull();
    assertThat(seen.poll(60, TimeUnit.SECONDS)).as("the second attempt").isNotNull();
    told("the outcome is not known. The worker has given up. Disk is full");
    var question = team.task("techlead", number, "Task_judgeOutcome");
    assertThat(question.get("name").asText()).endsWith("Find out whether it took effect");
    team.complete(
        "techlead",
        number,
        "Task_judgeOutcome",
        Map.of("tookEffect", "no", "judgement", "The cache is as full as before"));
    told("it did not take effect. The cache is as full as before");
    assertThat(troubles).isEmpty();
  }

  @Test
  void mayDoNothingElse() {
    takeAction();
    var task = fetch("w", 60_000);
    var own = task(task);
    var instance = task.get("processInstanceId").asText();
    for (var path :
        List.of(
            "/api/v1/incidents",
            "/api/v1/incidents/" + number,
            "/engine-rest/task",
            "/engine-rest/external-task",
            "/engine-rest/process-instance/" + instance + "/variables",
            "/engine-rest/process-instance?businessKey=" + number,
            "/engine-rest/history/variable-instance",
            "/engine-rest/user",
            "/camunda/api/engine/engine/default/process-instance")) {
      assertThat(worker().get(path).status()).as(path).isEqualTo(403);
    }
    var triage = team.task("oncall1", number, "Task_triage").get("id").asText();
    assertThat(worker().post("/engine-rest/task/" + triage + "/complete", Map.of()).status())
        .isEqualTo(403);
    assertThat(
            worker()
                .post(
                    own + "/complete",
                    Map.of(
                        "workerId",
                        "w",
                        "variables",
                        Map.of("actionRequest", Map.of("value", "another"))))
                .body())
        .contains("only the text 'output' is taken, not 'actionRequest'");
    assertThat(
            worker()
                .post(
                    "/engine-rest/external-task/fetchAndLock",
                    Map.of(
                        "workerId",
                        "w",
                        "maxTasks",
                        1,
                        "topics",
                        List.of(Map.of("topicName", "rotate-secrets", "lockDuration", 1_000))))
                .status())
        .isEqualTo(403);
    assertThat(Caller.person(base, "support").post(own + "/complete", Map.of("workerId", "w")))
        .satisfies(answer -> assertThat(answer.status()).isGreaterThanOrEqualTo(400));

    var done =
        Map.of("workerId", "w", "variables", Map.of("output", Map.of("value", "Done at last")));
    assertThat(worker().post(own + "/complete", done).status()).isEqualTo(204);
    told("Clear the cache of payments succeeded. Done at last");
  }

  private void work(BiConsumer<ExternalTask, ExternalTaskService> how) {
    client =
        ExternalTaskClient.create()
            .baseUrl(base + "/engine-rest")
            .workerId("test-worker")
            .asyncResponseTimeout(2_000)
            .disableBackoffStrategy()
            .addInterceptor(new BasicAuthProvider("worker", "tocsin"))
            .build();
    client
        .subscribe(TOPIC)
        .lockDuration(20_000)
        .handler(
            (task, service) -> {
              try {
                how.accept(task, service);
              } catch (RuntimeException e) {
                troubles.add(e);
              }
              seen.add(task);
            })
        .open();
  }

  /** As a playbook does; the technical lead decides and fills in. */
  private void takeAction() {
    team.person("admin")
        .post(
            "/engine-rest/process-definition/key/take-action/start",
            Map.of("businessKey", number, "variables", Map.of("action", Map.of("value", TOPIC))))
        .json(200);
    team.complete(
        "techlead",
        number,
        "Task_decideAction",
        Map.of("actionChoice", "run", "actionService", "payments"));
    team.complete(
        "techlead",
        number,
        "Task_fillParameters",
        Map.of(
            "parameters",
            List.of(
                Map.of("name", "entries", "value", "2000"),
                Map.of("name", "region", "value", "us"))));
  }

  private JsonNode fetch(String id, int lock) {
    return await()
        .atMost(Team.PATIENCE)
        .until(
            () ->
                worker()
                    .post(
                        "/engine-rest/external-task/fetchAndLock",
                        Map.of(
                            "workerId",
                            id,
                            "maxTasks",
                            1,
                            "topics",
                            List.of(Map.of("topicName", TOPIC, "lockDuration", lock))))
                    .json(200),
            tasks -> tasks.size() == 1)
        .get(0);
  }

  private static String task(JsonNode task) {
    return "/engine-rest/external-task/" + task.get("id").asText();
  }

  private void told(String what) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(team.timeline(number)).anyMatch(line -> line.contains(what)));
  }

  private Caller worker() {
    return Caller.person(base, "worker");
  }
}
