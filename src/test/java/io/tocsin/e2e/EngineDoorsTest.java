package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a responder, and whoever is not signed in, can do at the engine's own doors. */
@LiveTocsinTest
@TestInstance(Lifecycle.PER_CLASS)
class EngineDoorsTest {

  private static final List<String> DOORS =
      List.of("/engine-rest", "/engine-rest/engine/default", "/camunda/api/engine/engine/default");

  private String number = "";

  @Value("http://127.0.0.1:${server.port}")
  String base;

  @Autowired JdbcClient jdbc;
  @Autowired ProcessEngineConfigurationImpl engine;

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

  /** They are in the middle of it, and what they know would be lost. */
  @Test
  void whatSomebodyHasClaimedIsEndedByThemAlone() {
    var team = new Team(base);
    var claimed = team.declare("The basket is slow again", "shop-web", "3");
    var task = team.task("commander", claimed, "Task_triage");
    team.claim("commander", task);
    var path = "/task/" + task.get("id").asText() + "/";
    var answers = "{\"variables\": {\"triageChoice\": {\"value\": \"respond\"}}}";
    for (var door : DOORS) {
      for (var end : List.of("complete", "submit-form", "resolve", "bpmnError", "bpmnEscalation")) {
        for (var other : List.of("oncall1", "admin")) {
          var answer = person(other).post(door + path + end, answers);
          assertThat(answer.status()).as("%s %s: %s", door, end, answer.body()).isEqualTo(409);
          assertThat(answer.json().get("message").asText())
              .contains("This task is with 'commander'");
        }
        // Whoever does not see the task does not hear whose it is.
        var stranger = person("exec").post(door + path + end, answers);
        assertThat(stranger.status())
            .as("%s %s: %s", door, end, stranger.body())
            .isBetween(400, 404);
        assertThat(stranger.body()).doesNotContain("is with");
      }
    }
    var done = person("commander").post("/engine-rest" + path + "submit-form", answers);
    assertThat(done.status()).as(done.body()).isEqualTo(204);
  }

  @Test
  void whatTheFormHasToKnowIsAskedForHereToo() {
    var task = triage();
    for (var door : DOORS) {
      for (var end : List.of("complete", "submit-form")) {
        for (var who : List.of("oncall1", "admin")) {
          var answer =
              person(who)
                  .post(
                      door + "/task/" + task + "/" + end,
                      "{\"variables\": {\"triageChoice\": {\"value\": \"merge\"}}}");
          assertThat(answer.status()).as("%s %s: %s", door, end, answer.body()).isEqualTo(400);
          assertThat(answer.json().get("message").asText()).startsWith("mergeInto: fill in '");
        }
      }
    }
    assertThat(person("oncall1").get("/engine-rest/task/" + task).status()).isEqualTo(200);
  }

  /** The engine would keep them for the process, and the form would take what was filled in. */
  @Test
  void answersAreTakenByTheFormOrNotAtAll() {
    var team = new Team(base);
    var number = team.declare("The basket is slow again", "shop-web", "3");
    var path = "/task/" + team.task("oncall1", number, "Task_triage").get("id").asText() + "/";
    var answers =
        "{\"variables\": {\"triageChoice\": {\"value\": \"dismiss\"},"
            + " \"triageReason\": {\"value\": \"A false alarm\"}}}";
    for (var door : DOORS) {
      for (var end : List.of("complete", "resolve")) {
        for (var who : List.of("oncall1", "admin")) {
          var answer = person(who).post(door + path + end, answers);
          assertThat(answer.status()).as("%s %s: %s", door, end, answer.body()).isEqualTo(400);
          assertThat(answer.json().get("message").asText())
              .isEqualTo(
                  "variables: the form of this task hears of them by submit-form only;"
                      + " send the same there");
        }
      }
    }
    assertThat(person("oncall1").post("/engine-rest" + path + "submit-form", answers).status())
        .isEqualTo(204);
    assertThat(person("oncall1").read("/api/v1/incidents/" + number).get("status").asText())
        .isEqualTo("dismissed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "process-definition/key/triage/start | {}",
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

  /** Delegates trust who leads, who asked, which surprise it was; models route on the rest. */
  @ParameterizedTest
  @CsvSource({
    "drill, drill, drillLead",
    "drill, drill, initiator",
    "drill, drill, unattended",
    "drill, drill, surprise",
    "drill, surprise-drill, surpriseFrom",
    "drill, surprise-drill, drillLead",
    "commander, on-call-training, trainingBy",
    "manager, on-call-training, trainers",
    "owner, escalation, severity",
  })
  void startsBringNothingThatTheFormDoesNotAskFor(String who, String process, String variable) {
    var said = "{\"variables\": {\"%s\": {\"value\": \"x\"}}}".formatted(variable);
    for (var door : DOORS) {
      for (var start : List.of("start", "submit-form", "start/", "st%61rt")) {
        for (var definition : List.of("key/" + process, version(process))) {
          refused(
              who,
              "%s/process-definition/%s/%s".formatted(door, definition, start),
              said,
              "variables: the form of this process does not ask for '" + variable + "'");
        }
      }
    }
  }

  /** With a step to begin at, a drill would dismiss an incident, a training would qualify. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "businessKey | \"{number}\"",
        "startInstructions | [{\"type\": \"startBeforeActivity\", \"activityId\":"
            + " \"Task_breakOffDrill\"}]",
        "caseInstanceId | \"x\"",
        "skipCustomListeners | true",
        "skipIoMappings | true",
      })
  void startsBeginAtTheBeginningAndNameNoIncident(String field, String value) {
    open();
    for (var door : DOORS) {
      refused(
          "drill",
          door + "/process-definition/key/drill/start",
          "{\"%s\": %s}".formatted(field, value.replace("{number}", number)),
          field + ": is not taken");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "drill | drill | {\"scenario\": {\"value\": \"none\"}, \"pace\": {\"value\": null}}"
            + " | scenario: 'none' is none of",
        "drill | drill | {\"scenario\": {\"value\": 5}} | 'scenario' holds a Integer",
        "drill | drill | {} | 'scenario' is not set",
        "drill | surprise-drill | {\"scenario\": {\"value\": \"no-payments\"},"
            + " \"surpriseWithinMinutes\": {\"value\": \"soon\"}}"
            + " | 'surpriseWithinMinutes' holds a String",
        "commander | on-call-training | {\"trainingPerson\": {\"value\": \"oncall1\"},"
            + " \"trainingFor\": {\"value\": \"x\"}} | trainingFor: 'x' is neither",
      })
  void answersToTheStartFormReachTheModel(
      String who, String process, String variables, String told) {
    refused(
        who,
        "/engine-rest/process-definition/key/" + process + "/submit-form",
        "{\"businessKey\": null, \"variables\": " + variables + "}",
        told);
  }

  @Test
  void administratorsStartWithAnyVariable() {
    var answer =
        person("admin")
            .post(
                "/engine-rest/process-definition/key/drill/start",
                "{\"variables\": {\"drillLead\": {\"value\": \"drill\"}}}");
    assertThat(answer.body()).contains("'scenario' is not set");
  }

  /** Owners see no variables, and models route on them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "process-instance/{instance}/modification | {\"instructions\": [{\"type\":"
            + " \"startBeforeActivity\", \"activityId\": \"Task_triage\", \"variables\": {any}}]}",
        "modification/execute | {\"processInstanceIds\": [\"{instance}\"], \"instructions\":"
            + " [{\"type\": \"startBeforeActivity\", \"activityId\": \"x\", \"variables\": {any}}]}",
        "migration/execute | {\"processInstanceIds\": [\"{instance}\"], \"migrationPlan\":"
            + " {\"instructions\": [], \"variables\": {any}}}",
        "message | {\"messageName\": \"incident-merged\", \"processVariables\": {any}}",
        "message/ | {\"messageName\": \"incident-merged\", \"processVariablesLocal\": {any}}",
        "m%65ssage | {\"messageName\": \"x\", \"processVariablesToTriggeredScope\": {any}}",
        "signal | {\"name\": \"x\", \"v\\u0061riables\": {any}}",
        "condition | {\"variables\": {any}}",
        "execution/{instance}/signal | {\"variables\": {any}}",
        "execution/{instance}/messageSubscriptions/incident-merged/trigger | {\"variables\": {any}}",
      })
  void repairsBringNoVariables(String path, String body) {
    var said = body.replace("{any}", "{\"severity\": {\"value\": \"1\"}}");
    var instance = open().get("processInstanceId").asText();
    for (var door : DOORS) {
      refused(
          "owner",
          door + "/" + path.replace("{instance}", instance),
          said.replace("{instance}", instance),
          "are not taken; models route on");
    }
  }

  @Test
  void ownersMoveAnInstanceAndDoNotEndIt() {
    var path = "/process-instance/" + open().get("processInstanceId").asText() + "/modification";
    var cancel = Map.of("type", "cancel", "activityId", "Task_triage");
    var begin = Map.of("type", "startBeforeActivity", "activityId", "Task_triage");
    for (var door : DOORS) {
      var owner = at(door, "owner");
      var task = triage();
      refused(
          owner.post(door + path, Map.of("instructions", List.of(cancel))),
          "instructions: begin a step as well");
      assertThat(triage()).isEqualTo(task);
      assertThat(owner.post(door + path, Map.of("instructions", List.of(cancel, begin))).status())
          .isEqualTo(204);
      assertThat(triage()).as("made anew").isNotEqualTo(task);
    }
  }

  private String version(String process) {
    return person("admin")
        .read("/engine-rest/process-definition/key/" + process)
        .get("id")
        .asText();
  }

  private void refused(String who, String path, String body, String told) {
    refused(person(who).post(path, body), told);
  }

  private static void refused(Caller.Answer answer, String told) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains(told);
  }

  /** The Tasklist looks up whom a task is for; how to reach them is for responders. */
  @Test
  void usersAreFoundByNameAndNoAddressIsShown() {
    for (var door : DOORS) {
      for (var who : List.of("scribe", "oncall1", "admin")) {
        assertThat(person(who).read(door + "/user?id=techlead&maxResults=1"))
            .singleElement()
            .satisfies(user -> assertThat(user.get("firstName").asText()).isNotBlank());
        assertThat(person(who).read(door + "/user").findValues("email"))
            .isNotEmpty()
            .allSatisfy(address -> assertThat(address.isNull()).isTrue());
        assertThat(person(who).read(door + "/user/techlead/profile").get("email").isNull())
            .isTrue();
      }
    }
  }

  @Test
  void nobodyLeavesAnAddressThere() {
    for (var door : DOORS) {
      for (var who : List.of("techlead", "admin")) {
        var path = door + "/user/techlead/profile";
        var caller = at(door, who);
        var profile = (ObjectNode) caller.read(path);
        withoutAddress(caller.put(path, profile.put("email", "t@example.org")));
        // As the webapps send what was not filled in.
        for (var empty : Arrays.asList("", null)) {
          assertThat(caller.put(path, profile.put("email", empty)).status()).isEqualTo(204);
        }
      }
      var made =
          Map.of(
              "profile", Map.of("id", "new", "email", "new@example.org"),
              "credentials", Map.of("password", "Summer-is-gone-5"));
      withoutAddress(at(door, "admin").post(door + "/user/create", made));
      assertThat(person("admin").read(door + "/user?id=new")).isEmpty();
    }
  }

  /** As outside the default profile, whose people have a short one. */
  /** An open session must not tell it by guesses. */
  @Test
  void ownPasswordsCannotBeGuessedThere() {
    var statuses = new ArrayList<Integer>();
    for (int guess = 0; guess < 8; guess++) {
      var door = DOORS.get(guess % DOORS.size());
      var answer =
          at(door, "support")
              .put(
                  door + "/user/support/credentials",
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("password", "Summer-is-gone-5")
                      .put("authenticatedUserPassword", "guess-" + guess));
      statuses.add(answer.status());
      assertThat(answer.json().get("message").asText())
          .matches("authenticatedUserPassword: is not .*|Too many wrong passwords; .*");
    }
    assertThat(statuses).startsWith(400, 400).endsWith(429).doesNotContain(204, 200);
    jdbc.sql("delete from sign_in_limit").update();
    assertThat(person("support").get("/api/v1/incidents").status()).isEqualTo(200);
  }

  /** What the directory says of them would go with it. */
  @Test
  void nobodyDeletesTheirAccountThere() {
    for (var door : DOORS) {
      assertThat(at(door, "techlead").send("DELETE", door + "/user/techlead").status())
          .as(door)
          .isEqualTo(403);
    }
    assertThat(person("techlead").read("/api/v1/incidents")).isNotNull();
  }

  @Test
  void nobodyIsGivenAShortPasswordThere() {
    assertThat(engine.isEnablePasswordPolicy()).isFalse();
    engine.setEnablePasswordPolicy(true);
    try {
      for (var door : DOORS) {
        var admin = at(door, "admin");
        var given =
            JsonNodeFactory.instance
                .objectNode()
                .put("password", "elevenchars")
                .put("authenticatedUserPassword", "tocsin");
        tooShort(admin.put(door + "/user/scribe/credentials", given));
        var made =
            Map.of(
                "profile", Map.of("id", "short"),
                "credentials", Map.of("password", "elevenchars"));
        tooShort(admin.post(door + "/user/create", made));
      }
    } finally {
      engine.setEnablePasswordPolicy(false);
    }
    assertThat(person("scribe").get("/api/v1/incidents").status()).isEqualTo(200);
  }

  private static void tooShort(Caller.Answer answer) {
    assertThat(answer.json(400).get("message").asText())
        .isEqualTo("password: must have at least 12 characters");
  }

  private Caller at(String door, String who) {
    return door.startsWith("/camunda/") ? person(who).inWebapps() : person(who);
  }

  private static void withoutAddress(Caller.Answer answer) {
    assertThat(answer.json(400).get("message").asText())
        .startsWith("email: everybody who is signed in may look up users");
  }

  @Test
  void aListThatWouldBeLargerThanTheLimitEndsThereAndGoesOnFromThere() {
    var many = 2_100;
    jdbc.sql(
            "insert into act_id_user (id_, rev_, first_)"
                + " select 'listed-' || n, 1, 'Listed' from generate_series(1, :many) n")
        .param("many", many)
        .update();
    try {
      for (var door : DOORS) {
        var list = door + "/user?firstName=Listed";
        var first = person("admin").read(list);
        var rest = person("admin").read(list + "&firstResult=2000&sortBy=userId&sortOrder=asc");
        assertThat(first).hasSize(2_000);
        assertThat(rest).hasSize(100);
        assertThat(person("admin").read(list + "&maxResults=2000")).hasSize(2_000);
        assertThat(person("admin").get(list + "&maxResults=2001").json(400).get("detail").asText())
            .isEqualTo(
                "maxResults: must be between 0 and 2000; ask for the next ones by firstResult");
        assertThat(person("admin").read(door + "/user/count?firstName=Listed").get("count").asInt())
            .as("a count has no limit")
            .isEqualTo(many);
      }
    } finally {
      jdbc.sql("delete from act_id_user where id_ like 'listed-%'").update();
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | task/none",
        "404 | task/none/deployed-form",
        "404 | task/none/rendered-form",
        "400 | task/none/form-variables",
        "404 | process-instance/none/variables/x",
        "404 | external-task/none/errorDetails",
        "404 | deployment/none/resources/none/data",
        "404 | process-definition/key/none/deployed-start-form",
        "400 | process-definition/key/escalation/deployed-start-form",
        "404 | nothing-of-this-kind",
        "400 | task?priority=99999999999999999999",
        "400 | task?createdAfter=yesterday",
        "400 | task?createdAfter=999999999-01-01T00:00:00.000%2B0000",
        "400 | history/process-instance?startedAfter=292278995-01-01T00:00:00.000%2B0000",
        "404 | metrics",
        "404 | metrics?interval=-5",
        "400 | metrics?maxResults=201",
        "404 | metrics/none/sum",
        "400 | metrics/activity-instance-start/sum?startDate=yesterday",
        "400 | metrics/activity-instance-start/sum?startDate=9999999-01-01T00:00:00.000%2B0000",
        "404 | authorization/check?permissionName=x&resourceName=y&resourceType=z",
      })
  void whatCannotBeAnsweredIsToldWithoutNamesOfClasses(int status, String path) {
    for (var door : DOORS) {
      var answer = person("admin").get(door + "/" + path);
      plain(answer);
      assertThat(answer.status()).as("%s: %s", door, answer.body()).isEqualTo(status);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | submit-form | {\"variables\": {\"severityReason\": {\"value\": \"x\"},"
            + " \"severity\": {\"value\": \"99\"}}}"
            + " | severity: '99' is not one of",
        "400 | submit-form | {\"variables\": {\"severityReason\": {\"value\": \"x\"},"
            + " \"severity\": {\"value\": 3, \"type\": \"Odd\"}}}"
            + " | Unsupported value type 'Odd'",
        "400 | submit-form | {\"variables\": {\"severityReason\": {\"value\": \"x\"},"
            + " \"severity\": {\"value\": \"x\", \"type\":"
            + " \"Integer\"}}} | java type Integer",
        "400 | submit-form | {\"variables\": {\"severityReason\": {\"value\": \"x\"},"
            + " \"severity\": {\"value\": \"x\", \"type\": \"Json\"}}}"
            + " | Cannot deserialize",
        "400 | submit-form | {\"variables\": {\"severityReason\": {\"value\": \"x\"},"
            + " \"severity\": {\"value\": \"x\", \"type\": \"Object\","
            + " \"valueInfo\": {\"objectTypeName\": \"java.lang.String\","
            + " \"serializationDataFormat\": \"application/x-java-serialized-object\"}}}}"
            + " | prohibited",
        "400 | submit-form | {\"variables\": []} | variables: is of another type",
        "400 | submit-form | 5 | The body",
      })
  void aRefusedAnswerToldByTheFormIsAMistakeOfTheCaller(
      int status, String end, String body, String told) {
    var answer = person("oncall1").post("/engine-rest/task/" + triage() + "/" + end, body);
    plain(answer);
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.json().get("message").asText()).contains(told);
  }

  /** As the webapps read it. */
  private static void plain(Caller.Answer answer) {
    assertThat(answer.json().get("type").asText()).as(answer.body()).isNotBlank();
    assertThat(answer.json().get("message").asText())
        .isNotBlank()
        .doesNotContain("Cannot invoke", "\tat ")
        .doesNotContainPattern("\\b(java|jakarta|org|com|io)\\.\\w+\\.");
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
