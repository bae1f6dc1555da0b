package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Incidents from declared to closed, by the calls that people make, and the same for the bare
 * engine.
 */
final class Lifecycles {

  private record Answer(String user, Map<String, Object> values) {}

  private static final Map<String, Answer> ANSWERS =
      Map.of(
          "Task_triage",
          new Answer("oncall1", Map.of("triageChoice", "respond", "severity", "policy")),
          "Task_assignRoles",
          new Answer("commander", Map.of("commander", "commander", "technicalLead", "techlead")),
          "Task_investigate",
          new Answer("techlead", Map.of("rootCause", "A missing index")),
          "Task_chooseMitigation",
          new Answer("techlead", Map.of("mitigation", "manual:fix-forward")),
          "Task_applyByHand",
          new Answer("techlead", Map.of("appliedText", "Made the index")),
          "Task_verify",
          new Answer("techlead", Map.of("verifyChoice", "yes", "verifyNote", "Fast again")),
          "Task_signOff",
          new Answer("commander", Map.of("signOff", true, "signOffReason", "Calm")),
          "Task_close",
          new Answer("commander", Map.of("closureNote", "Done")));

  private static final List<String> WAITS = List.of("Event_gateWait", "Event_checkDue");

  /** Come when checks of health have been good for a while. */
  private static final Set<String> HEALTHY = Set.of("Task_verify", "Task_signOff", "Task_close");

  private final Team team;
  private final String bare;
  private final JdbcClient jdbc;
  private final JdbcClient bareJdbc;

  Lifecycles(String base, String bare, JdbcClient jdbc, JdbcClient bareJdbc) {
    this.team = new Team(base);
    this.bare = bare;
    this.jdbc = jdbc;
    this.bareJdbc = bareJdbc;
  }

  String declare() {
    return team.declare("Pages are slow", "shop-web", "4");
  }

  /** Takes an incident to the middle of the work on it. */
  String respond() {
    var number = declare();
    answer(number, "Task_triage");
    answer(number, "Task_assignRoles");
    return number;
  }

  /** Takes an incident from declared to closed; what it waits for comes at once. */
  void live() {
    var number = respond();
    answer(number, "Task_investigate");
    answer(number, "Task_chooseMitigation");
    answer(number, "Task_applyByHand");
    answer(number, "Task_verify");
    answer(number, "Task_signOff");
    task(number, "Task_close");
    close(number);
    for (int tries = 0; !closed(number); tries++) {
      assertThat(tries).as("until %s is closed", number).isLessThan(240);
      pause();
    }
  }

  /** What is owed may come up while it is being closed. */
  private void close(String number) {
    for (int tries = 0; tries < 10; tries++) {
      team.doWhatIsOwed(number);
      var done = submit(number, "Task_close");
      if (done.status() == 204) {
        return;
      }
      assertThat(done.body()).contains("cannot be closed while something is owed");
    }
    throw new AssertionError("Something is owed for " + number + " again and again");
  }

  void dismiss(String number) {
    team.person("commander")
        .post("/api/v1/incidents/" + number + "/dismiss", Map.of("reason", "Measured"));
  }

  private void answer(String number, String key) {
    var done = submit(number, key);
    assertThat(done.status()).as("%s: %s", key, done.body()).isEqualTo(204);
  }

  private Caller.Answer submit(String number, String key) {
    var task = task(number, key);
    var answer = ANSWERS.get(key);
    if (task.get("assignee").isNull()) {
      team.claim(answer.user(), task);
    }
    return team.submit(answer.user(), task, answer.values());
  }

  /**
   * Finds a task as people do, once it is there: how often they look in vain is no matter of ours.
   * A health check is given its time at once.
   */
  private JsonNode task(String number, String key) {
    for (int tries = 0; tries < 240; tries++) {
      if (there(number, key)) {
        var found = team.visible(ANSWERS.get(key).user(), number, key);
        if (found.size() == 1) {
          return found.get(0);
        }
      }
      if (tries > 0 && HEALTHY.contains(key)) {
        jdbc.sql(
                "update act_ru_job set duedate_ = now() where duedate_ > now() and job_def_id_ in"
                    + " (select id_ from act_ru_jobdef where act_id_ in (:waits))"
                    + " and process_instance_id_ in"
                    + " (select id_ from act_ru_execution where business_key_ = :number)")
            .param("waits", WAITS)
            .param("number", number)
            .update();
      }
      pause();
    }
    throw new AssertionError("%s never came for %s".formatted(key, number));
  }

  private boolean there(String number, String key) {
    return jdbc.sql(
            "select exists (select from act_ru_task where task_def_key_ = ?"
                // By the number that its name begins with: who looks must cost little.
                + " and starts_with(name_, ?))")
        .param(key)
        .param(number + " ")
        .query(Boolean.class)
        .single();
  }

  private boolean closed(String number) {
    return jdbc.sql("select status = 'closed' from incident where number = ?")
        .param(number)
        .query(Boolean.class)
        .single();
  }

  void declareBare() {
    startBare();
  }

  private String startBare() {
    var variables = new HashMap<String, Object>();
    for (var name : List.of("title", "policy", "services", "number")) {
      variables.put(name, Map.of("value", "Pages are slow"));
    }
    variables.put("level", Map.of("value", 4, "type", "Integer"));
    return Caller.anybody(bare)
        .post("/engine-rest/process-definition/key/bare/start", Map.of("variables", variables))
        .json(200)
        .get("id")
        .asText();
  }

  /** The same for the bare engine: as many tasks, each found, taken and completed. */
  void liveBare() {
    var instance = startBare();
    for (int number = 0; number < BareCamunda.TASKS; number++) {
      var task = bareTask(instance);
      var path = "/engine-rest/task/" + task + "/";
      bare(path + "claim", Map.of("userId", "demo"));
      bare(path + "complete", Map.of("variables", Map.of("answer", Map.of("value", "yes"))));
    }
  }

  private String bareTask(String instance) {
    for (int tries = 0; tries < 240; tries++) {
      if (bareThere(instance)) {
        var found =
            Caller.anybody(bare)
                .read("/engine-rest/task?maxResults=50&processInstanceId=" + instance);
        if (found.size() == 1) {
          return found.get(0).get("id").asText();
        }
      }
      pause();
    }
    throw new AssertionError("No task came for " + instance);
  }

  private boolean bareThere(String instance) {
    return bareJdbc
        .sql("select exists (select from act_ru_task where proc_inst_id_ = ?)")
        .param(instance)
        .query(Boolean.class)
        .single();
  }

  private void bare(String path, Map<String, Object> body) {
    var answer = Caller.anybody(bare).post(path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
  }

  /** People do not ask without pause. */
  private static void pause() {
    try {
      Thread.sleep(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
