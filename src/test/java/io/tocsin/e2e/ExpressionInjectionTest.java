package io.tocsin.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Value;

/** Task queries run expressions of whoever asks, in the engine as it is; not here. */
@LiveTocsinTest
class ExpressionInjectionTest {

  private static final List<String> QUERIES =
      List.of("/engine-rest/task", "/engine-rest/task/count");
  private static final String JSON = "application/json";

  @Value("http://127.0.0.1:${server.port}")
  String base;

  Caller responder;

  @BeforeEach
  void signIn() {
    responder = Caller.person(base, "oncall1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"orQueries\": [{\"candidateGroupExpression\": \"${1+1}\"}]}",
        "{\"orQueries\": [{\"\\u0063andidateGroupExpression\": \"${1+1}\"}]}",
        "{\"orQueries\": [{\"candidateGroup\\u0045xpression\": \"${1+1}\"}]}",
        "{\"orQueries\": [{\"assignee\": \"x\"}, {\"assigneeExpression\": \"#{1+1}\"}]}",
        "{\"orQueries\": [{\"orQueries\": [{\"ownerExpression\": \"${1+1}\"}]}]}",
        "{\"assigneeExpression\": \"${1+1}\"}",
        "{\"ASSIGNEEEXPRESSION\": \"${1+1}\"}",
        "{\"dueBeforeExpression\": \"${now()}\"}",
        "{\"orQueries\": [{\"candidateGroupsExpression\": [\"${currentUserGroups()}\"]}]}",
        "{\"orQueries\": [{\"candidateGroupExpression\": {\"a\": \"${1+1}\"}}]}",
        "{\"assigneeExpression\": null, \"assigneeExpression\": \"${1+1}\"}"
      })
  void expressionsAreRefusedWhereverTheyHide(String body) {
    for (var path : QUERIES) {
      for (var charset :
          List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, Charset.forName("UTF-32BE"))) {
        var answer = responder.post(path, body.getBytes(charset), JSON);
        assertThat(answer.status()).as("%s %s: %s", path, charset, answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("xpression");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assigneeExpression=%24%7B1%2B1%7D",
        "assignee%45xpression=%24%7B1%2B1%7D",
        "ASSIGNEEEXPRESSION=%24%7B1%2B1%7D",
        "assigneeExpression=%24%7BcurrentUser()%7D&assigneeExpression=%24%7B1%2B1%7D",
      })
  void expressionsAreRefusedInTheAddressToo(String query) {
    assertThat(responder.get("/engine-rest/task?maxResults=1&" + query).status()).isEqualTo(400);
    assertThat(responder.post("/engine-rest/task?maxResults=1&" + query, "{}").status())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"orQueries\": [", "nonsense", "{\"a\": \"\u0001\"}"})
  void whatIsNoJsonIsRefused(String body) {
    var answer = responder.post("/engine-rest/task", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).doesNotContain("com.fasterxml", "io.tocsin", "\tat ");
  }

  @Test
  void brokenBytesAndDeepNestingAreRefusedWithoutAStackTrace() {
    var deep = "[".repeat(5000) + "]".repeat(5000);
    for (var body :
        List.of(
            new byte[] {'{', '"', (byte) 0xff, (byte) 0xc0, '"', ':', '1', '}'},
            deep.getBytes(StandardCharsets.UTF_8))) {
      var answer = responder.post("/engine-rest/task", body, JSON);
      assertThat(answer.status()).as(answer.body()).isEqualTo(400);
      assertThat(answer.body()).doesNotContain("com.fasterxml", "io.tocsin", "\tat ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/engine-rest//task", "/engine-rest/./task;a=b", "//engine-rest/task"})
  void noOtherSpellingOfThePathLeadsAroundTheGuard(String path) {
    var answer = responder.post(path, "{\"orQueries\": [{\"ownerExpression\": \"${1+1}\"}]}");
    assertThat(answer.status()).isBetween(400, 499);
    assertThat(answer.body()).doesNotContain("io.tocsin", "\tat ");
  }

  @Test
  void theWebappsDoorIsGuardedAsWell() {
    // Without the webapps' own CSRF token nothing is posted; a read goes through our guard.
    var answer =
        responder.get(
            "/camunda/api/engine/engine/default/task?maxResults=1&assigneeExpression=%24%7B1%2B1%7D");
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains("expressions are not taken");
    var posted =
        responder.post(
            "/camunda/api/engine/engine/default/task",
            "{\"orQueries\": [{\"\\u0063andidateGroupExpression\": \"${1+1}\"}]}");
    assertThat(posted.status()).as(posted.body()).isEqualTo(400);
    assertThat(posted.body()).contains("expressions are not taken");
  }

  @Test
  void theFiltersOfTheTasklistStillWork() {
    var number = new Team(base).declare("The basket is slow", "shop-web", "3");
    new Team(base).task("oncall1", number, "Task_triage");
    var names = new ArrayList<String>();
    for (var filter : responder.read("/engine-rest/filter?maxResults=50&resourceType=Task")) {
      names.add(filter.get("name").asText());
      var tasks = list(filter, "{}");
      assertThat(tasks.isArray()).isTrue();
      if (filter.get("name").asText().equals("My roles")) {
        assertThat(tasks)
            .anySatisfy(task -> assertThat(task.get("name").asText()).contains(number));
      }
      // As the Tasklist narrows it down.
      list(
          filter,
          "{\"sorting\": [{\"sortBy\": \"created\", \"sortOrder\": \"desc\"}], \"processVariables\": []}");
    }
    assertThat(names).contains("My tasks", "My roles", "Unassigned", "Overdue", "Drills");
  }

  private JsonNode list(JsonNode filter, String narrower) {
    return responder
        .post(
            "/engine-rest/filter/"
                + filter.get("id").asText()
                + "/list?firstResult=0&maxResults=50",
            narrower)
        .json(200);
  }
}
