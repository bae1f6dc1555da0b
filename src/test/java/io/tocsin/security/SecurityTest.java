package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Who may reach what. */
@TocsinTest
class SecurityTest {

  @Autowired MockMvcTester http;
  @Autowired Response response;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/incidents",
        "/incidents/new",
        "/incidents/INC-2026-02-10-001",
        "/camunda/app/tasklist/default/",
        "/camunda/app/cockpit/default/",
        "/camunda/app/admin/default/",
        "/nowhere",
        "/error"
      })
  void pagesSendStrangersToTheSignInPage(String path) {
    assertThat(http.get().uri(path).accept(MediaType.TEXT_HTML))
        .hasStatus(302)
        .redirectedUrl()
        .endsWith("/login");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/incidents",
        "/api/v1/incidents/INC-2026-02-10-001",
        "/api/v1/incidents/INC-2026-02-10-001/timeline",
        "/api/v1/incidents/INC-2026-02-10-001/updates",
        "/api/v1/incidents/INC-2026-02-10-001/alerts",
        "/api/v1/incidents/INC-2026-02-10-001/deliveries",
        "/api/v1/incidents/INC-2026-02-10-001/report.md",
        "/api/v1/services",
        "/api/v1/services/checkout/health",
        "/api/v1/oncall",
        "/api/v1/nowhere",
        "/engine-rest/task",
        "/engine-rest/engine",
        "/camunda/api/engine/engine/default/task",
        "/camunda/api/admin/auth/user/default",
        "/actuator",
        "/actuator/env",
        "/actuator/heapdump",
        "/actuator/metrics",
        "/v3/api-docs",
        "/v3/api-docs/swagger-config"
      })
  void programsWithoutSignInGet401(String path) {
    assertThat(http.get().uri(path)).hasStatus(401);
    assertThat(http.get().uri(path).with(httpBasic("commander", "wrong"))).hasStatus(401);
  }

  @Test
  void theApiDescriptionIsNotForStrangers() {
    for (var path : new String[] {"/swagger-ui/index.html", "/swagger-ui.html"}) {
      assertThat(http.get().uri(path)).hasStatus(401);
      assertThat(http.get().uri(path).accept(MediaType.TEXT_HTML)).hasStatus(302);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator/env", "/actuator/heapdump", "/actuator/beans"})
  void theInnardsAreNotForAnybody(String path) {
    assertThat(http.get().uri(path).with(user("admin"))).hasStatus(404);
  }

  @Test
  void whetherItIsAliveMayBeAskedByAnybody() {
    assertThat(http.get().uri("/actuator/health"))
        .hasStatusOk()
        .bodyText()
        .doesNotContain("postgres", "components", "details");
  }

  @ParameterizedTest
  @CsvSource({
    "acknowledge, ''",
    "severity, '{\"level\": \"1\", \"reason\": \"worse\"}'",
    "roles, '{\"role\": \"scribe\", \"person\": \"scribe\"}'",
    "updates, '{\"audience\": \"internal\", \"text\": \"Soon\"}'",
    "status, '{\"status\": \"identified\", \"reason\": \"found\"}'",
    "escalate, '{\"reason\": \"stuck\"}'",
    "resolve, '{\"resolution\": \"done\"}'",
    "reopen, '{\"reason\": \"again\"}'",
    "dismiss, '{\"reason\": \"nothing\"}'",
    "merge, '{\"into\": \"INC-2026-02-10-001\"}'",
    "notes, '{\"text\": \"hello\"}'"
  })
  void whoeverDoesNotRespondMayLookButNotCommand(String command, String body) {
    var number = response.declare("3");
    for (var who : new String[] {"exec", "manager", "owner", "drill"}) {
      assertThat(
              http.post()
                  .uri("/api/v1/incidents/" + number + "/" + command)
                  .contentType(MediaType.APPLICATION_JSON)
                  .content(body)
                  .with(httpBasic(who, "tocsin")))
          .as(who)
          .hasStatus(403)
          .bodyText()
          .contains("it needs one of the groups: camunda-admin, ", "incident-commander, ");
      assertThat(http.get().uri("/api/v1/incidents/" + number).with(httpBasic(who, "tocsin")))
          .hasStatusOk();
    }
  }

  @Test
  void whoeverLeadsNoDrillIsToldWhoDoes() {
    assertThat(
            http.post()
                .uri("/api/v1/drills")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"scenario\": \"no-payments\"}")
                .with(httpBasic("oncall1", "tocsin")))
        .hasStatus(403)
        .bodyText()
        .contains("it needs one of the groups: camunda-admin, drill-lead");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exec", "manager", "owner", "drill"})
  void whoeverDoesNotRespondDeclaresNothingAndRunsNothing(String who) {
    assertThat(
            http.post()
                .uri("/api/v1/incidents")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"title\": \"I think so\"}")
                .with(httpBasic(who, "tocsin")))
        .hasStatus(403);
    assertThat(
            http.post()
                .uri("/api/v1/services/checkout/actions/rollback")
                .contentType(MediaType.APPLICATION_JSON)
                .header("Idempotency-Key", "k-" + who)
                .content("{\"incident\": \"INC-2026-02-10-001\", \"reason\": \"x\"}")
                .with(httpBasic(who, "tocsin")))
        .hasStatus(403);
  }

  @Test
  void anAlertTokenOpensNothingElse() {
    for (var path : new String[] {"/api/v1/incidents", "/engine-rest/task", "/actuator/env"}) {
      assertThat(http.get().uri(path).header("Authorization", "Bearer local-alerts"))
          .as(path)
          .hasStatus(401);
      assertThat(http.get().uri(path).with(httpBasic("alertmanager", "local-alerts")))
          .as(path)
          .hasStatus(401);
    }
    assertThat(
            http.get()
                .uri("/incidents")
                .accept(MediaType.TEXT_HTML)
                .header("Authorization", "Bearer local-alerts"))
        .hasStatus(401);
    assertThat(http.get().uri("/api/v1/alerts").header("Authorization", "Bearer local-alerts"))
        .hasStatus(401);
  }

  @Test
  void aSessionNeedsATokenForEachChange() {
    var number = response.declare("3");
    var note = "/api/v1/incidents/" + number + "/notes";
    var who = user("commander").authorities(() -> "responder");
    assertThat(
            http.post()
                .uri(note)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"text\": \"forged\"}")
                .with(who))
        .hasStatus(403);
    assertThat(
            http.post()
                .uri(note)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"text\": \"meant\"}")
                .with(who)
                .with(csrf()))
        .hasStatus(201);
    assertThat(http.post().uri("/incidents/" + number + "/notes").param("text", "x").with(who))
        .hasStatus(403);
    assertThat(http.post().uri("/logout").with(who)).hasStatus(403);
    assertThat(http.post().uri("/login").param("username", "x").param("password", "y"))
        .hasStatus(403);
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("forged"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/login", "/incidents", "/api/v1/incidents"})
  void eachAnswerTellsTheBrowserToBeCareful(String path) {
    assertThat(http.get().uri(path).with(user("commander")))
        .headers()
        .satisfies(
            headers -> {
              assertThat(headers.getFirst("X-Content-Type-Options")).isEqualTo("nosniff");
              assertThat(headers.getFirst("X-Frame-Options")).isEqualTo("SAMEORIGIN");
              assertThat(headers.getFirst("Content-Security-Policy"))
                  .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'self'")
                  .doesNotContain("unsafe");
              assertThat(headers.getFirst("Permissions-Policy")).contains("camera=()");
              assertThat(headers.getFirst("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
              assertThat(headers.getFirst("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
              assertThat(headers.getFirst("Cache-Control")).contains("no-store");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/incidents?page=x",
    "GET, /api/v1/incidents?size=100000",
    "GET, /api/v1/incidents?status=%00",
    "GET, /api/v1/incidents/%20",
    "GET, /api/v1/incidents/INC'--",
    "GET, /api/v1/incidents/INC-1/timeline?after=x",
    "DELETE, /api/v1/incidents",
    "POST, /api/v1/incidents",
    "PUT, /api/v1/incidents/INC-1/severity"
  })
  void noErrorShowsHowItIsBuilt(String method, String path) {
    var result =
        http.method(org.springframework.http.HttpMethod.valueOf(method))
            .uri(java.net.URI.create(path))
            .with(httpBasic("commander", "tocsin"))
            .exchange();
    assertThat(result.getResponse().getStatus()).isBetween(400, 499);
    assertThat(result)
        .bodyText()
        .doesNotContain("io.tocsin", "org.springframework", "java.lang", "\tat ", "trace", "SQL");
    var type = result.getResponse().getContentType();
    // The firewall refuses without a word.
    if (type != null) {
      assertThat(type).startsWith("application/problem+json");
      int status =
          JsonPath.read(new String(result.getResponse().getContentAsByteArray()), "$.status");
      assertThat(status).isEqualTo(result.getResponse().getStatus());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /engine-rest/task/1/variables/triageOutcome",
    "POST, /engine-rest/task/1/localVariables",
    "POST, /engine-rest/engine/default/task/1/variables",
    "DELETE, /camunda/api/engine/engine/default/task/1/localVariables/outcome",
    "POST, /engine-rest/process-instance/1/variables",
    "PUT, /engine-rest/process-instance/1/variables/severity",
    "DELETE, /camunda/api/engine/engine/default/process-instance/1/v%61riables/severity",
    "POST, /engine-rest/execution/1/localVariables",
    "POST, /engine-rest/process-definition/1/restart",
    "POST, /camunda/api/engine/engine/default/process-definition/1/restart-async/",
    "POST, /engine-rest/external-task/fetchAndLock",
    "POST, /engine-rest/engine/default/external-task/fetchAndLock",
    "POST, /engine-rest/external-task/1/complete",
    "POST, /camunda/api/engine/engine/default/external-task/1/bpmnError"
  })
  void nobodyButTheAdministratorWritesWhatModelsRouteOn(String method, String path) {
    for (var who : List.of("oncall1", "owner")) {
      assertThat(
              http.method(org.springframework.http.HttpMethod.valueOf(method))
                  .uri(URI.create(path))
                  .with(httpBasic(who, "tocsin"))
                  .contentType(MediaType.APPLICATION_JSON)
                  .content("{}"))
          .as(who)
          .hasStatus(403);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/incidents",
    "GET, /api/v1/incidents/INC-2026-02-10-001/timeline",
    "POST, /api/v1/incidents",
    "GET, /api/v1/services",
    "POST, /api/v1/services/checkout/actions/rollback",
    "GET, /api/v1/oncall",
    "GET, /incidents",
    "GET, /",
    "GET, /v3/api-docs",
    "GET, /engine-rest/task",
    "POST, /engine-rest/task/1/complete",
    "POST, /engine-rest/task/1/submit-form",
    "GET, /engine-rest/process-instance/1/variables",
    "POST, /engine-rest/process-instance/1/variables",
    "GET, /engine-rest/history/variable-instance",
    "GET, /engine-rest/external-task",
    "GET, /engine-rest/external-task/1",
    "POST, /engine-rest/external-task",
    "PUT, /engine-rest/external-task/1/retries",
    "POST, /engine-rest/external-task/1/lock",
    "POST, /engine-rest/external-task/fetchAndLock/",
    "POST, /engine-rest/engine/default/external-task/fetchAndLock",
    "GET, /camunda/api/engine/engine/default/task",
    "GET, /camunda/app/tasklist/default/"
  })
  void aWorkerDoesNothingButItsWork(String method, String path) {
    assertThat(
            http.method(org.springframework.http.HttpMethod.valueOf(method))
                .uri(path)
                .with(httpBasic("worker", "tocsin"))
                .contentType(MediaType.APPLICATION_JSON)
                .content("{}"))
        .hasStatus(403);
  }

  @Test
  void aWorkerFetchesTopicsOfItsOwnOnly() {
    assertThat(
            http.post()
                .uri("/engine-rest/external-task/fetchAndLock")
                .with(httpBasic("worker", "tocsin"))
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    "{\"workerId\":\"w\",\"topics\":[{\"topicName\":\"clear-cache\"},"
                        + "{\"topicName\":\"restart\"}]}"))
        .hasStatus(403)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("topics: 'restart' is not a topic of this worker");
    assertThat(
            http.post()
                .uri("/engine-rest/external-task/fetchAndLock")
                .with(httpBasic("worker", "tocsin"))
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    "{\"workerId\":\"w\",\"topics\":[{\"topicName\":\"restart\"}],"
                        + "\"topics\":[{\"topicName\":\"clear-cache\"}]}"))
        .hasStatus(400)
        .bodyJson()
        .extractingPath("$.detail")
        .isEqualTo("The body is not JSON, or has a field twice; send each once");
    assertThat(
            http.post()
                .uri("/engine-rest/external-task/no-such-task/complete")
                .with(httpBasic("worker", "tocsin"))
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"workerId\":\"w\"}"))
        .hasStatus(403);
  }

  @Test
  void noFilterLooksForTheHandlerOfARequest(@Autowired ApplicationContext context) {
    assertThat(context.containsBean("mvcHandlerMappingIntrospector")).isFalse();
    assertThat(context.getBean("springSecurityFilterChain")).isInstanceOf(FilterChainProxy.class);
  }
}
