package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.e2e.Caller.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sample people at work on one incident, each by the engine's REST API. */
final class Team {

  /** Long enough for a health gate on a busy machine. */
  static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What is done by closing. */
  private static final String CLOSURE = "formal-closure";

  private final String base;

  Team(String base) {
    this.base = base;
  }

  Caller person(String user) {
    return Caller.person(base, user);
  }

  /** Sends a recorded payload of Alertmanager and returns the numbers of its incidents. */
  List<String> alert(String recorded) {
    var incidents =
        Caller.bearer(base, "local-alerts")
            .post("/api/v1/alerts/alertmanager", recorded(recorded))
            .json(202)
            .get("incidents");
    var numbers = new ArrayList<String>();
    incidents.forEach(number -> numbers.add(number.asText()));
    return numbers;
  }

  /** Declares an incident by hand, under the policy of its service, and returns its number. */
  String declare(String title, String service, String severity) {
    return declare(Map.of("title", title, "services", List.of(service), "severity", severity));
  }

  /** Declares an incident under a policy. */
  String declareUnder(String policy, String title, String service, String severity) {
    return declare(
        Map.of(
            "policy", policy, "title", title, "services", List.of(service), "severity", severity));
  }

  private String declare(Map<String, Object> what) {
    return person("support").post("/api/v1/incidents", what).json(201).get("number").asText();
  }

  JsonNode incident(String number) {
    return person("commander").read("/api/v1/incidents/" + number);
  }

  String status(String number) {
    return incident(number).get("status").asText();
  }

  void awaitStatus(String number, String status) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(status(number)).isEqualTo(status));
  }

  /** Returns the texts on the timeline, each after its kind. */
  List<String> timeline(String number) {
    var texts = new ArrayList<String>();
    person("commander")
        .read("/api/v1/incidents/" + number + "/timeline")
        .forEach(e -> texts.add(e.get("kind").asText() + ": " + e.get("text").asText()));
    return texts;
  }

  /** Returns the same, each after the person or program that did it. */
  List<String> whoDidWhat(String number) {
    var lines = new ArrayList<String>();
    person("commander")
        .read("/api/v1/incidents/" + number + "/timeline")
        .forEach(e -> lines.add(e.get("actor").asText() + ": " + e.get("text").asText()));
    return lines;
  }

  /** Returns the open tasks of a kind that a person may see. */
  JsonNode visible(String user, String number, String key) {
    return person(user)
        .read(
            "/engine-rest/task?maxResults=50&processInstanceBusinessKey=%s&taskDefinitionKey=%s"
                .formatted(number, key));
  }

  /** Waits for a task and returns it. */
  JsonNode task(String user, String number, String key) {
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> visible(user, number, key), found -> found.size() == 1)
        .get(0);
  }

  void claim(String user, JsonNode task) {
    var answer =
        person(user)
            .post(
                "/engine-rest/task/" + task.get("id").asText() + "/claim", Map.of("userId", user));
    assertThat(answer.status()).as(answer.body()).isEqualTo(204);
  }

  /** Waits for a task, takes it unless it is the person's already, and completes it. */
  void complete(String user, String number, String key, Map<String, Object> answers) {
    var task = task(user, number, key);
    if (task.get("assignee").isNull()) {
      claim(user, task);
    } else {
      assertThat(task.get("assignee").asText()).as("assignee of %s", key).isEqualTo(user);
    }
    var answer = submit(user, task, answers);
    assertThat(answer.status()).as("%s: %s", key, answer.body()).isEqualTo(204);
  }

  /** Waits for the closure, and does before it what the roles owe after the incident. */
  void doWhatIsOwed(String number) {
    task("commander", number, "Task_close");
    var obligations = "/api/v1/incidents/" + number + "/obligations";
    for (var owed : person("commander").read(obligations)) {
      var id = owed.get("obligation").asText();
      if (owed.get("doneAt").isNull() && !owed.get("dueAt").isNull() && !id.equals(CLOSURE)) {
        person("commander").post(obligations + "/" + id + "/done", Map.of()).json(200);
      }
    }
  }

  Answer submit(String user, JsonNode task, Map<String, Object> answers) {
    var variables = new HashMap<String, Object>();
    answers.forEach(
        (name, value) ->
            variables.put(
                name,
                value instanceof List<?>
                    ? Map.of("value", Caller.text(value), "type", "Json")
                    : Map.of("value", value)));
    return person(user)
        .post(
            "/engine-rest/task/" + task.get("id").asText() + "/submit-form",
            Map.of("variables", variables));
  }

  static String recorded(String name) {
    try (var file = Team.class.getResourceAsStream("/alerts/" + name + ".json")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
