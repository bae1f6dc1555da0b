package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.incident.Access;
import io.tocsin.incident.NamedPerson;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Programs come with tokens of their own, which open what their scopes name and nothing else. */
@TocsinTest
class ServiceTokensTest {

  @Autowired MockMvcTester http;
  @Autowired ServiceTokens tokens;
  @Autowired Response response;
  @Autowired Access access;
  @Autowired JdbcClient jdbc;

  @Test
  void aTokenIsShownOnceAndOnlyItsHashIsKept() throws Exception {
    var name = "once-" + UUID.randomUUID();
    var made =
        http.post()
            .uri("/api/v1/tokens")
            .contentType(MediaType.APPLICATION_JSON)
            .content("{\"name\": \"%s\", \"scopes\": [\"incidents:read\"]}".formatted(name))
            .with(httpBasic("admin", "tocsin"))
            .exchange();
    assertThat(made).hasStatus(201).hasHeader("Cache-Control", "no-store");
    String secret = JsonPath.read(made.getResponse().getContentAsString(), "$.secret");
    assertThat(secret).matches("tocsin_[\\w-]{43}");

    assertThat(http.get().uri("/api/v1/tokens").with(httpBasic("admin", "tocsin")))
        .hasStatusOk()
        .bodyText()
        .contains(name, secret.substring(0, 11))
        .doesNotContain(secret);
    assertThat(
            jdbc.sql("select t::text from service_token t where name = ?")
                .param(name)
                .query(String.class)
                .single())
        .doesNotContain(secret)
        .contains(
            java.util.HexFormat.of()
                .formatHex(
                    java.security.MessageDigest.getInstance("SHA-256")
                        .digest(secret.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @CsvSource({
    "incidents:read, GET, /api/v1/incidents, 200",
    "incidents:read, HEAD, /api/v1/incidents, 200",
    "incidents:read, POST, /api/v1/incidents, 403",
    "incidents:read, GET, /api/v1/services, 403",
    "incidents:write, GET, /api/v1/incidents, 403",
    "incidents:write, POST, /api/v1/incidents/INC-2026-02-10-001/people, 403",
    "incidents:write, POST, /api/v1/incidents/INC-2026-02-10-001/releases/1, 403",
    "incidents:write, POST, /api/v1/services/shop-web/actions/rollback, 403",
    "services:read, GET, /api/v1/services, 200",
    "oncall:read, GET, /api/v1/oncall, 200",
    "action-items:read, GET, /api/v1/action-items, 200",
    "maintenance:read, GET, /api/v1/maintenance-windows, 200",
    "metrics:read, GET, /api/v1/metrics, 200",
    "metrics:read, GET, /actuator/prometheus, 200",
    "incidents:read, GET, /actuator/prometheus, 401",
    "incidents:write, GET, /engine-rest/task, 403",
    "incidents:write, GET, /camunda/api/engine/engine/default/task, 403",
    "incidents:write, GET, /incidents, 403",
    "incidents:write, GET, /api/v1/tokens, 403",
    "incidents:write, GET, /api/v1/audit, 403",
    "incidents:write, GET, /v3/api-docs, 403",
    "incidents:write, GET, /login, 403"
  })
  void aScopeOpensWhatItNamesAndNothingElse(String scope, String method, String path, int status) {
    assertThat(
            http.method(HttpMethod.valueOf(method))
                .uri(path)
                .header("Authorization", "Bearer " + make(scope))
                .contentType(MediaType.APPLICATION_JSON))
        .hasStatus(status);
  }

  @Test
  void refusalNamesTheScopeThatIsNeeded() {
    assertThat(
            http.get()
                .uri("/api/v1/oncall")
                .header("Authorization", "Bearer " + make("metrics:read")))
        .hasStatus(403)
        .hasHeader("WWW-Authenticate", "Bearer error=\"insufficient_scope\"")
        .bodyText()
        .contains("a token with the scope oncall:read");
  }

  @Test
  void aProgramActsUnderANameThatNoPersonHas() {
    var number = response.declare("3");
    var name = "bot-" + UUID.randomUUID();
    var secret = tokens.make(name, List.of("incidents:write"), null, "admin").secret();

    assertThat(
            http.post()
                .uri("/api/v1/incidents/" + number + "/notes")
                .header("Authorization", "Bearer " + secret)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"text\": \"Deployed 1.2.3\"}"))
        .hasStatus2xxSuccessful();
    assertThat(
            http.get()
                .uri("/api/v1/incidents/" + number + "/timeline")
                .with(httpBasic("scribe", "tocsin")))
        .bodyText()
        .contains("Deployed 1.2.3", "service:" + name);
  }

  @Test
  void aRestrictedIncidentDoesNotExistForPrograms() {
    var service = "svc-" + UUID.randomUUID();
    var number = response.declare("3", List.of(service), false);
    jdbc.sql("update incident set security = true where number = ?").param(number).update();
    try {
      assertThat(
              http.get()
                  .uri("/api/v1/incidents/" + number)
                  .header("Authorization", "Bearer " + make("incidents:read")))
          .hasStatus(404);
      assertThat(
              http.get()
                  .uri("/api/v1/metrics?service=" + service)
                  .header("Authorization", "Bearer " + make("metrics:read")))
          .hasStatusOk()
          .bodyText()
          .contains("\"group\":\"all\",\"incidents\":0,");
    } finally {
      jdbc.sql("update incident set security = false where number = ?").param(number).update();
    }
  }

  /** Not even when it was the program that declared it, took it, and found out. */
  @Test
  void aProgramGoesOnReadingNothingThatBecomesRestricted() {
    var name = "bot-" + UUID.randomUUID();
    var secret =
        tokens.make(name, List.of("incidents:read", "incidents:write"), null, "admin").secret();
    var declared =
        JsonPath.<String>read(
            body(post("", "{\"title\": \"Odd keys\", \"severity\": \"3\"}", secret)), "$.number");
    post("/" + declared + "/acknowledge", "", secret);
    assertThat(get("/" + declared, secret)).isEqualTo(200);
    var task = response.task(declared, "Task_triage");
    assertThat(task.getAssignee()).isNull();

    post("/" + declared + "/security", "{\"reason\": \"Somebody else's keys\"}", secret);

    assertThat(access.people(declared))
        .extracting(NamedPerson::person)
        .doesNotContain("service:" + name);
    jdbc.sql(
            "insert into incident_person (incident, person, named_by, at, why)"
                + " values (?, ?, 'tocsin', now(), 'By an older version')")
        .params(declared, "service:" + name)
        .update();
    assertThat(get("/" + declared, secret)).isEqualTo(404);
    assertThat(
            http.get()
                .uri("/api/v1/incidents?size=200")
                .header("Authorization", "Bearer " + secret))
        .hasStatusOk()
        .bodyText()
        .doesNotContain(declared);
    assertThat(access.unreadable("service:" + name, List.of(declared))).containsExactly(declared);
    var other = response.declare("3");
    assertThat(
            http.post()
                .uri("/api/v1/incidents/" + other + "/merge")
                .header("Authorization", "Bearer " + secret)
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"into\": \"%s\"}".formatted(declared)))
        .hasStatus(400)
        .bodyText()
        .contains("there is no incident");
  }

  private MvcTestResult post(String path, String body, String secret) {
    var answer =
        http.post()
            .uri("/api/v1/incidents" + path)
            .header("Authorization", "Bearer " + secret)
            .contentType(MediaType.APPLICATION_JSON)
            .content(body)
            .exchange();
    assertThat(answer).hasStatus2xxSuccessful();
    return answer;
  }

  private static String body(MvcTestResult answer) {
    return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }

  private int get(String path, String secret) {
    return http.get()
        .uri("/api/v1/incidents" + path)
        .header("Authorization", "Bearer " + secret)
        .exchange()
        .getResponse()
        .getStatus();
  }

  @Test
  void alertsAreTakenFromATokenAndStillFromTheTokenOfTheSource() {
    var alert =
        "{\"fingerprint\": \"%s\", \"title\": \"Disk\", \"status\": \"resolved\"}"
            .formatted(UUID.randomUUID());
    for (var token : List.of(make("alerts:write"), "local-alerts")) {
      assertThat(
              http.post()
                  .uri("/api/v1/alerts/generic")
                  .header("Authorization", "Bearer " + token)
                  .contentType(MediaType.APPLICATION_JSON)
                  .content(alert))
          .hasStatus2xxSuccessful();
    }
    assertThat(
            http.post()
                .uri("/api/v1/alerts/generic")
                .header("Authorization", "Bearer " + make("incidents:write"))
                .contentType(MediaType.APPLICATION_JSON)
                .content(alert))
        .hasStatus(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer tocsin_nonsense", "Bearer ", "bearer x", "Bearer local-alerts"})
  void whatIsNoTokenIsRefused(String header) {
    assertThat(http.get().uri("/api/v1/incidents").header("Authorization", header))
        .hasStatus(401)
        .hasHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
  }

  @Test
  void expiresAndIsRevoked() {
    var made = tokens.make("end-" + UUID.randomUUID(), List.of("oncall:read"), null, "admin");
    assertThat(onCall(made.secret())).isEqualTo(200);
    ClockUtil.setCurrentTime(Date.from(made.token().expiresAt().plus(Duration.ofSeconds(1))));
    assertThat(onCall(made.secret())).isEqualTo(401);
    ClockUtil.reset();
    assertThat(onCall(made.secret())).isEqualTo(200);
    assertThat(
            http.delete()
                .uri("/api/v1/tokens/" + made.token().id())
                .with(httpBasic("admin", "tocsin")))
        .hasStatusOk();
    assertThat(onCall(made.secret())).isEqualTo(401);
  }

  @Test
  void saysWhenItWasLastUsedAndFromWhere() {
    var made = tokens.make("used-" + UUID.randomUUID(), List.of("oncall:read"), null, "admin");
    assertThat(made.token().lastUsedAt()).isNull();
    onCall(made.secret());
    assertThat(tokens.list())
        .filteredOn(token -> token.id().equals(made.token().id()))
        .singleElement()
        .satisfies(
            token -> {
              assertThat(token.lastUsedAt()).isNotNull();
              assertThat(token.lastUsedFrom()).isEqualTo("127.0.0.1");
            });
  }

  @Test
  void leavesNoSession() {
    assertThat(
            http.get()
                .uri("/api/v1/oncall")
                .header("Authorization", "Bearer " + make("oncall:read"))
                .exchange()
                .getResponse()
                .getCookie("TOCSIN"))
        .isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\": \"Bad Name\", \"scopes\": [\"oncall:read\"]} | name",
        "{\"name\": \"x\", \"scopes\": []} | scopes",
        "{\"name\": \"x\", \"scopes\": [\"everything\"]} | 'everything' is none of alerts:write",
        "{\"name\": \"x\", \"scopes\": [\"oncall:read\"], \"expiresAt\": \"2020-01-01T00:00:00Z\"} | expiresAt",
        "{\"name\": \"x\", \"scopes\": [\"oncall:read\"], \"expiresAt\": \"2999-01-01T00:00:00Z\"} | expiresAt"
      })
  void wrongWishesAreNamed(String body, String why) {
    assertThat(
            http.post()
                .uri("/api/v1/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .with(httpBasic("admin", "tocsin")))
        .hasStatus(400)
        .bodyText()
        .contains(why);
  }

  @Test
  void aNameIsGivenOnceUntilItIsRevoked() {
    var name = "twice-" + UUID.randomUUID();
    var first = tokens.make(name, List.of("oncall:read"), null, "admin");
    var again = "{\"name\": \"%s\", \"scopes\": [\"oncall:read\"]}".formatted(name);
    assertThat(asAdmin(again)).isEqualTo(409);
    tokens.revoke(first.token().id(), "admin");
    assertThat(asAdmin(again)).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"commander", "owner", "exec", "worker"})
  void onlyAdministratorsMakeThem(String user) {
    assertThat(http.get().uri("/api/v1/tokens").with(httpBasic(user, "tocsin"))).hasStatus(403);
    assertThat(
            http.post()
                .uri("/api/v1/tokens")
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"name\": \"mine\", \"scopes\": [\"oncall:read\"]}")
                .with(httpBasic(user, "tocsin")))
        .hasStatus(403);
  }

  private int asAdmin(String body) {
    return http.post()
        .uri("/api/v1/tokens")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .with(httpBasic("admin", "tocsin"))
        .exchange()
        .getResponse()
        .getStatus();
  }

  private int onCall(String secret) {
    return http.get()
        .uri("/api/v1/oncall")
        .header("Authorization", "Bearer " + secret)
        .exchange()
        .getResponse()
        .getStatus();
  }

  private String make(String scope) {
    return tokens
        .make("t-" + UUID.randomUUID(), List.of(scope), Instant.now().plusSeconds(3600), "admin")
        .secret();
  }
}
