package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;

class QueryGuardTest {

  private final QueryGuard guard = new QueryGuard(new ObjectMapper());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"assigneeExpression\": \"${evil}\"}",
        "{\"orQueries\": [{\"taskAssigneeExpression\": \"${evil}\"}]}",
        "{\"assignee\\u0045xpression\": \"${evil}\"}",
        "{\"assigneeExpression\": null, \"assigneeExpression\": \"${evil}\"}",
        "{\"assigneeExpression\": [\"${currentUser()}\"]}",
        "{} {\"assigneeExpression\": \"${evil}\"}",
        "assigneeExpression=${evil}",
      })
  void refusesExpressions(String body) throws Exception {
    assertThat(answer(body.getBytes(StandardCharsets.UTF_8), "")).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE"})
  void refusesExpressionsInEveryEncodingOfJson(String charset) throws Exception {
    var body = "{\"assigneeExpression\": \"${evil}\"}".getBytes(Charset.forName(charset));
    assertThat(answer(body, "")).isEqualTo(400);
  }

  @Test
  void refusesWhatItCannotReadToTheEnd() throws Exception {
    assertThat(answer("[".repeat(5_000).getBytes(StandardCharsets.UTF_8), "")).isEqualTo(400);
    assertThat(answer(new byte[] {0x1f, (byte) 0x8b, 8, 0}, "")).isEqualTo(400);
    assertThat(answer(new byte[] {0, 0, 0, '{', (byte) 0x7f, 0, 0, 0}, "")).isEqualTo(400);
  }

  @Test
  void refusesWhatTheDatabaseCannotStore() throws Exception {
    for (var text : new String[] {"{\"name\": \"a\\u0000b\"}", "{\"a\": [\"\\u0000\"]}"}) {
      assertThat(answer(text.getBytes(StandardCharsets.UTF_8), "")).isEqualTo(400);
    }
  }

  @Test
  void looksAtEachValueOfAParameter() throws Exception {
    assertThat(answer(new byte[0], "assigneeExpression=${currentUser()}")).isEqualTo(200);
    assertThat(
            answer(
                new byte[0], "assigneeExpression=${currentUser()}", "assigneeExpression=${evil}"))
        .isEqualTo(400);
  }

  @Test
  void letsTheFiltersOfTheTasklistPass() throws Exception {
    var body = "{\"candidateGroupInExpression\": \"${currentUserGroups()}\"}";
    assertThat(answer(body.getBytes(StandardCharsets.UTF_8), "")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"variables\": [{\"name\": \"output\", \"operator\": \"like\", \"value\": \"a%\"}]}",
        "{\"orQueries\": [{\"processVariables\": [{\"name\": \"output\"}]}]}",
        "{\"processInstanceQuery\": {\"v\\u0061riables\": [null, {\"name\": \"output\"}]}}",
        "{\"taskVariables\": [\"x\", {\"name\": \"output\"}]}",
      })
  void onlyAdministratorsCompareWithVariables(String body) throws Exception {
    for (var path :
        new String[] {
          "/engine-rest/process-instance",
          "/engine-rest/history/task",
          "/engine-rest/engine/default/history/task/count",
          "/camunda/api/engine/engine/default/history/process-instance",
          "/camunda/api/cockpit/plugin/base/default/process-instance"
        }) {
      assertThat(answer(path, body.getBytes(StandardCharsets.UTF_8), "")).as(path).isEqualTo(400);
      assertThat(answer(path, new byte[0], "variables=output_like_a%")).as(path).isEqualTo(400);
    }
    for (var path :
        new String[] {
          "/engine-rest/task",
          "/engine-rest/engine/default/task/count",
          "/camunda/api/engine/engine/default/task",
          "/camunda/api/engine/engine/default/filter/1/list"
        }) {
      assertThat(answer(path, body.getBytes(StandardCharsets.UTF_8), "")).as(path).isEqualTo(200);
    }
    SecurityContextHolder.getContext()
        .setAuthentication(new TestingAuthenticationToken("admin", "", "camunda-admin"));
    try {
      assertThat(
              answer("/engine-rest/process-instance", body.getBytes(StandardCharsets.UTF_8), "x=y"))
          .isEqualTo(200);
    } finally {
      SecurityContextHolder.clearContext();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"variables\": {\"severity\": {\"value\": \"3\"}}}",
        "{\"topics\": [{\"topicName\": \"x\", \"variables\": [\"a\", \"b\"]}]}",
        "{\"variables\": [], \"sorting\": [{\"sortBy\": \"name\"}]}",
        "[{\"variables\": null}]",
      })
  void whatIsNoComparisonPasses(String body) throws Exception {
    assertThat(answer("/engine-rest/message", body.getBytes(StandardCharsets.UTF_8), ""))
        .isEqualTo(200);
  }

  private int answer(byte[] body, String... parameters) throws Exception {
    return answer("/engine-rest/task", body, parameters);
  }

  private int answer(String path, byte[] body, String... parameters) throws Exception {
    var request = new MockHttpServletRequest("POST", path);
    request.setContentType("application/json");
    request.setContent(body);
    request.setQueryString(String.join("&", parameters));
    for (var parameter : parameters) {
      if (!parameter.isEmpty()) {
        var parts = parameter.split("=", 2);
        request.addParameter(parts[0], parts[1]);
      }
    }
    var response = new MockHttpServletResponse();
    guard.doFilter(request, response, new MockFilterChain());
    return response.getStatus();
  }
}
