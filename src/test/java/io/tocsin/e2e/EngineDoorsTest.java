package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

/** What a responder, and whoever is not signed in, can do at the engine's own doors. */
@LiveTocsinTest
@TestInstance(Lifecycle.PER_CLASS)
class EngineDoorsTest {

  private static final List<String> DOORS =
      List.of("/engine-rest", "/engine-rest/engine/default", "/camunda/api/engine/engine/default");

  private String number = "";

  @Value("http://127.0.0.1:${server.port}")
  String base;

  /** Models route on variables; whoever has a task answers its form and no more. */
  @Test
  void answersBringNothingThatTheFormDoesNotAskFor() {
    var task = triage();
    for (var door : DOORS) {
      for (var end : List.of("complete", "submit-form", "resolve", "bpmnError", "bpmnEscalation")) {
        var answer =
            person("oncall1")
                .post(
                    door + "/task/" + task + "/" + end,
                    "{\"errorCode\": \"x\", \"escalationCode\": \"x\", \"variables\":"
                        + " {\"severity\": {\"value\": \"3\"}, \"drill\": {\"value\": true}}}");
        assertThat(answer.status()).as("%s %s: %s", door, end, answer.body()).isEqualTo(400);
        assertThat(answer.body())
            .contains("variables: the form of this task does not ask for 'drill'; leave it out");
      }
    }
    assertThat(person("oncall1").get("/engine-rest/task/" + task).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"variables\": {\"drill\": {\"value\": true}}, \"variables\": {}}",
        "{\"variables\": {}, \"v\\u0061riables\": {\"drill\": {\"value\": true}}}",
        "{\"v\\u0061riables\": {\"dr\\u0069ll\": {\"value\": true}}}",
      })
  void noSpellingLeadsAroundIt(String body) {
    var task = triage();
    for (var path : List.of("/complete", "/complete/", "/complete;a=b", "/c%6Fmplete")) {
      var answer = person("oncall1").post("/engine-rest/task/" + task + path, body);
      assertThat(answer.status()).as("%s: %s", path, answer.body()).isBetween(400, 405);
    }
    assertThat(person("oncall1").get("/engine-rest/task/" + task).status()).isEqualTo(200);
  }

  @Test
  void answersToTheFormAreTaken() {
    var task = triage();
    var form = person("oncall1").read("/engine-rest/task/" + task + "/deployed-form");
    var names = form.findValuesAsText("key");
    assertThat(names).contains("severity");
    // All that the form has, as the Tasklist sends it; without values it is not taken by the form.
    var nothing = new TreeMap<String, Object>();
    names.forEach(name -> nothing.put(name, Map.of("value", "")));
    var answer =
        person("oncall1")
            .post("/engine-rest/task/" + task + "/submit-form", Map.of("variables", nothing));
    assertThat(answer.status()).as(answer.body()).isNotEqualTo(204);
    assertThat(answer.body()).doesNotContain("does not ask for");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "process-definition/key/triage/start | {\"businessKey\": \"INC-1\"}",
        "process-definition/key/triage/submit-form | {}",
        "process-instance/delete | {\"processInstanceIds\": [\"{instance}\"]}",
        "process-instance/{instance}/variables | {\"modifications\": {\"a\": {\"value\": 1}}}",
        "process-instance/{instance}/modification | {\"instructions\": [{\"type\":"
            + " \"startBeforeActivity\", \"activityId\": \"Task_triage\"}]}",
        "message | {\"messageName\": \"incident-merged\", \"businessKey\": \"{number}\", \"all\":"
            + " true}",
        "history/process-instance/delete | {\"historicProcessInstanceIds\": [\"{instance}\"]}",
        "history/cleanup?immediatelyDue=true | {}",
        "process-instance/variables-async | {\"processInstanceIds\": [\"{instance}\"],"
            + " \"variables\": {\"a\": {\"value\": 1}}}",
        "external-task/retries-async | {\"retries\": 1, \"externalTaskIds\": [\"x\"]}",
        "job/retries | {\"retries\": 1, \"jobIds\": [\"x\"]}",
        "task/create | {\"name\": \"Mine\", \"assignee\": \"admin\"}",
        "filter/create | {\"resourceType\": \"Task\", \"name\": \"f\", \"query\": {}}",
        "user/create | {\"profile\": {\"id\": \"mallory\"}, \"credentials\": {\"password\":"
            + " \"Mallory-1234\"}}",
        "user/admin/unlock | {}",
        "group/create | {\"id\": \"g\", \"name\": \"g\"}",
        "authorization/create | {\"type\": 1, \"permissions\": [\"ALL\"], \"userId\": \"oncall1\","
            + " \"resourceType\": 0, \"resourceId\": \"*\"}",
      })
  void whatIsNotForRespondersIsRefused(String path, String body) {
    var task = open();
    var instance = task.get("processInstanceId").asText();
    var door = "/engine-rest/" + path.replace("{instance}", instance);
    var said = body.replace("{instance}", instance).replace("{number}", number);
    for (var person : List.of("oncall1", "exec")) {
      var answer = person(person).post(door, said);
      assertThat(answer.status()).as("%s: %s", person, answer.body()).isEqualTo(403);
    }
    assertThat(Caller.anybody(base).post(door, said).status()).isIn(401, 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "process-instance",
        "execution",
        "event-subscription",
        "incident",
        "external-task",
        "batch",
        "deployment",
        "decision-definition",
        "authorization",
        "schema/log",
        "history/process-instance",
        "history/task",
        "history/activity-instance",
        "history/variable-instance",
        "history/detail",
        "history/user-operation",
        "history/identity-link-log",
        "history/decision-instance",
        "history/incident",
      })
  void respondersFindNothingThatIsNotTheirs(String list) {
    open();
    for (var door : DOORS) {
      assertThat(person("oncall1").read(door + "/" + list)).as(door).isEmpty();
      assertThat(Caller.anybody(base).get(door + "/" + list).status()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxResults=2001", "maxResults=-1", "maxResults=", "firstResult=-1"})
  void listsHaveAnEnd(String page) {
    for (var door : DOORS) {
      assertThat(person("admin").get(door + "/history/activity-instance?" + page).status())
          .isEqualTo(400);
    }
  }

  @Test
  void aListWithoutASizeIsAnswered() {
    for (var door : DOORS) {
      assertThat(person("admin").read(door + "/user")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "task | {\"processVariables\": [{}]}",
        "task | {\"processVariables\": [null]}",
        "task | {\"sorting\": [null]}",
        "task | {\"orQueries\": [null]}",
        "process-instance | {\"variables\": [{}]}",
        "process-instance | {\"orQueries\": [null]}",
        "history/process-instance | {\"variables\": [{}]}",
        "history/task | {\"processVariables\": [{}]}",
        "variable-instance | {\"variableValues\": [{}]}",
        "execution | {\"variables\": [{}]}",
        "job | {\"dueDates\": [{}]}",
      })
  void whatTheEngineStumblesOverIsToldAsTheMistakeOfTheCaller(String path, String body) {
    var answer = person("oncall1").post("/engine-rest/" + path, body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("NullPointer", "java.", "Cannot invoke");
  }

  private String triage() {
    return open().get("id").asText();
  }

  /** One incident is enough: nothing that is done here may change it. */
  private JsonNode open() {
    var team = new Team(base);
    if (number.isEmpty()) {
      number = team.declare("The basket is slow", "shop-web", "3");
    }
    return team.task("oncall1", number, "Task_triage");
  }

  private Caller person(String user) {
    return Caller.person(base, user);
  }
}
