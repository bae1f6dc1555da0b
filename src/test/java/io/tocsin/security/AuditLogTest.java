package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.OpenTasks;
import io.tocsin.security.AuditLog.Asked;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import jakarta.servlet.FilterChain;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** Who did what is written down, cannot be changed, and holds no secret. */
@TocsinTest
class AuditLogTest {

  @Autowired MockMvcTester http;
  @Autowired AuditLog audit;
  @Autowired OpenTasks openTasks;
  @Autowired TaskService tasks;
  @Autowired Response response;
  @Autowired ServiceTokens tokens;
  @Autowired JdbcClient jdbc;
  @Autowired ObjectMapper json;

  @Test
  void aCommandStandsWithWhoWhereWhatAndHowItEnded() {
    var number = response.declare("3");
    note(number, "commander", "{\"text\": \"a secret of the body\"}");
    note(number, "exec", "{\"text\": \"x\"}");
    note(number, "commander", "{\"text\": \"\"}");

    assertThat(of(number))
        .extracting(AuditEntry::actor, AuditEntry::status, AuditEntry::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("commander", 400, "refused"),
            org.assertj.core.groups.Tuple.tuple("exec", 403, "refused"),
            org.assertj.core.groups.Tuple.tuple("commander", 201, "done"));
    var done = of(number).get(2);
    assertThat(done.kind()).isEqualTo("request");
    assertThat(done.via()).isEqualTo("basic");
    assertThat(done.address()).isEqualTo("127.0.0.1");
    assertThat(done.method()).isEqualTo("POST");
    assertThat(done.route()).isEqualTo("/api/v1/incidents/{number}/notes");
    assertThat(done.target()).isEqualTo("number=" + number);
    assertThat(done.toString()).doesNotContain("secret of the body");
  }

  @Test
  void whatIsMadeStandsByItsId() {
    for (var made :
        List.of(
            "maintenance-windows | {\"services\": [\"checkout\"], \"reason\": \"Work\", \"until\":"
                + " \"2099-02-10T10:00:00Z\", \"from\": \"2099-02-10T09:00:00Z\"}",
            "incidents | {\"title\": \"Nobody can pay\", \"services\": [\"checkout\"]}")) {
      var parts = made.split(" \\| ");
      var answer =
          http.post()
              .uri("/api/v1/" + parts[0])
              .contentType(MediaType.APPLICATION_JSON)
              .content(parts[1])
              .with(
                  user("commander")
                      .authorities(AuthorityUtils.createAuthorityList("incident-commander")))
              .with(csrf())
              .exchange()
              .getResponse();

      assertThat(answer.getStatus()).isEqualTo(201);
      var id = String.valueOf(answer.getHeader("Location")).replaceFirst(".*/", "");
      assertThat(of(id))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.route()).isEqualTo("/api/v1/" + parts[0]);
                assertThat(entry.target()).isEqualTo(id);
              });
    }
  }

  @Test
  void aFormOfAPageStandsTooAndReadingDoesNot() {
    var number = response.declare("3");
    assertThat(
            http.post()
                .uri("/incidents/" + number + "/note")
                .param("text", "hello")
                .with(user("commander"))
                .with(csrf()))
        .satisfies(answer -> assertThat(answer.getResponse().getStatus()).isLessThan(500));
    http.get().uri("/incidents/" + number).with(user("commander")).exchange();

    assertThat(of(number))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.via()).isEqualTo("session");
              assertThat(entry.route()).isEqualTo("/incidents/{number}/{command}");
              assertThat(entry.target()).isEqualTo("command=note number=" + number);
            });
  }

  @Test
  void aTokenStandsWithItsNameAlsoWhenItIsRefused() {
    var number = response.declare("3");
    var name = "audited-" + UUID.randomUUID();
    var secret = tokens.make(name, List.of("oncall:read"), null, "admin").secret();
    http.post()
        .uri("/api/v1/incidents/" + number + "/notes")
        .header("Authorization", "Bearer " + secret)
        .exchange();

    assertThat(audit.newest(new Asked(null, null, "service:" + name, null, null), 5))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.via()).isEqualTo("token");
              assertThat(entry.outcome()).isEqualTo("refused");
            });
    assertThat(audit.newest(new Asked(null, null, "admin", "token-made", name), 5))
        .singleElement()
        .satisfies(
            entry ->
                assertThat(entry.target())
                    .isEqualTo(name + " (oncall:read)")
                    .doesNotContain(secret));
  }

  @Test
  void aTokenIsMadeByTheWayAndFromTheAddressOfTheRequest() {
    var name = "way-" + UUID.randomUUID();
    assertThat(
            http.post()
                .uri("/api/v1/tokens")
                .header("Authorization", "Basic " + basic("admin:tocsin"))
                .contentType(org.springframework.http.MediaType.APPLICATION_JSON)
                .content("{\"name\": \"%s\", \"scopes\": [\"oncall:read\"]}".formatted(name)))
        .hasStatus(201);

    assertThat(audit.newest(new Asked(null, null, "admin", "token-made", name), 5))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.via()).isEqualTo("basic");
              assertThat(entry.address()).isEqualTo("127.0.0.1");
            });
  }

  private static String basic(String user) {
    return java.util.Base64.getEncoder()
        .encodeToString(user.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void signInAndItsFailureStandWithoutThePassword() {
    var before = newest();
    signIn("manager", "my-guess");
    signIn("hunter2-in-the-wrong-field", "x");
    signIn("manager", "tocsin");

    assertThat(since(before))
        .extracting(AuditEntry::kind, AuditEntry::actor, AuditEntry::outcome)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("sign-in-failed", "manager", "refused"),
            org.assertj.core.groups.Tuple.tuple("sign-in-failed", "(unknown)", "refused"),
            org.assertj.core.groups.Tuple.tuple("sign-in", "manager", "done"));
    assertThat(since(before).toString()).doesNotContain("my-guess", "hunter2");
  }

  @Test
  void signOutStands() {
    var before = newest();
    http.post().uri("/logout").with(user("manager")).with(csrf()).exchange();
    assertThat(since(before)).extracting(AuditEntry::kind).containsExactly("sign-out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/engine-rest", "/camunda/api/engine/engine/default"})
  void aTaskDoneThroughTheEngineStandsWithItsIncident(String api) throws Exception {
    var number = response.declare("3");
    var task = tasks.createTaskQuery().processInstanceBusinessKey(number).listPage(0, 1);
    if (task.isEmpty()) {
      response.runJobs(number);
      task = tasks.createTaskQuery().processInstanceBusinessKey(number).listPage(0, 1);
    }
    var id = task.get(0).getId();
    var request = new MockHttpServletRequest("POST", api + "/task/" + id + "/submit-form");
    filter(
        request,
        (r, answer) -> {
          AuditFilter.actor(request, "techlead", "session");
          ((MockHttpServletResponse) answer).setStatus(204);
        });

    assertThat(of(number))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.route()).isEqualTo(api + "/task/{id}/submit-form");
              assertThat(entry.target()).startsWith("task=Task_").endsWith("number=" + number);
              assertThat(entry.status()).isEqualTo(204);
            });
  }

  @Test
  void anAccountThatIsChangedThroughTheEngineStands() throws Exception {
    var who = "who-" + UUID.randomUUID();
    var request = new MockHttpServletRequest("PUT", "/engine-rest/user/" + who + "/credentials");
    filter(request, (r, answer) -> AuditFilter.actor(request, "admin", "basic"));

    assertThat(of(who))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.route()).isEqualTo("/engine-rest/user/{id}/credentials");
              assertThat(entry.actor()).isEqualTo("admin");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | user/create | {\"profile\": {\"id\": \"WHO\"}, \"credentials\": {\"password\": \"s3cr3t\"}}"
            + " | user/create | WHO",
        "POST | group/create | {\"id\": \"WHO\", \"name\": \"s3cr3t\"} | group/create | WHO",
        "PUT | group/camunda-admin/members/WHO | {} | group/{id}/members/{id} | camunda-admin WHO",
        "DELETE | group/camunda-admin/members/WHO | {} | group/{id}/members/{id} | camunda-admin WHO",
        "DELETE | user/WHO | {} | user/{id} | WHO"
      })
  void whoseAccountOrGroupIsMadeOrChangedStands(
      String method, String path, String body, String route, String target) throws Exception {
    for (var api : List.of("/engine-rest/", "/camunda/api/engine/engine/default/")) {
      var who = "who-" + UUID.randomUUID();
      var request = new MockHttpServletRequest(method, api + path.replace("WHO", who));
      request.setContent(
          body.replace("WHO", who).getBytes(java.nio.charset.StandardCharsets.UTF_8));
      filter(
          request,
          (outer, answer) ->
              new QueryGuard(json)
                  .doFilter(outer, answer, (r, a) -> AuditFilter.actor(request, "admin", "basic")));

      assertThat(of(who))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.route()).isEqualTo(api + route);
                assertThat(entry.target()).isEqualTo(target.replace("WHO", who));
                assertThat(entry.toString()).doesNotContain("s3cr3t");
              });
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/incidents",
    "HEAD, /api/v1/incidents",
    "POST, /api/v1/alerts/generic",
    "POST, /v2/enqueue",
    "POST, /api/v1/heartbeats/backup",
    "POST, /engine-rest/task",
    "POST, /engine-rest/engine/default/task/count",
    "POST, /engine-rest/external-task/fetchAndLock",
    "POST, /engine-rest/history/task",
    "POST, /camunda/api/engine/engine/default/filter/3f/list",
    "POST, /camunda/api/cockpit/plugin/base/default/process-instance",
    "POST, /engine-rest/migration/validate"
  })
  void questionsAndSignalsDoNotStand(String method, String path) {
    assertThat(filter().shouldNotFilter(new MockHttpServletRequest(method, path))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /engine-rest/task/3f/complete",
    "POST, /engine-rest/message",
    "POST, /engine-rest/history/cleanup",
    "POST, /engine-rest/history/process-instance/delete",
    "POST, /engine-rest/deployment/create",
    "POST, /engine-rest/migration/execute",
    "POST, /engine-rest/external-task/3f/complete",
    "DELETE, /engine-rest/process-instance/3f",
    "POST, /engine-rest/filter/create",
    "POST, /camunda/api/admin/setup/default/user/create",
    "PATCH, /api/v1/action-items/1",
    "PUT, /camunda/api/engine/engine/default/user/ada/profile"
  })
  void changesStand(String method, String path) {
    assertThat(filter().shouldNotFilter(new MockHttpServletRequest(method, path))).isFalse();
  }

  @Test
  void aTokenInAnAddressIsNotWrittenDown() throws Exception {
    var before = newest();
    http.post().uri("/acknowledge/s3cr3t-of-a-link").exchange();
    var request = new MockHttpServletRequest("POST", "/acknowledge/s3cr3t-of-a-link");
    filter(request, (r, answer) -> AuditFilter.actor(request, "ada", "session"));

    assertThat(since(before).toString()).contains("/acknowledge/…").doesNotContain("s3cr3t");
  }

  @Test
  void strangersCannotFillIt() {
    var before = newest();
    http.post().uri("/api/v1/incidents").exchange();
    http.post().uri("/nowhere").with(csrf()).exchange();
    http.delete().uri("/engine-rest/process-instance/1").exchange();
    assertThat(since(before)).isEmpty();
  }

  @Test
  void nobodyChangesIt() {
    audit.signIn("sign-in", "ada", "password", null);
    for (var change :
        List.of(
            "update audit_entry set actor = 'ben'",
            "delete from audit_entry",
            "truncate audit_entry")) {
      assertThatThrownBy(() -> jdbc.sql(change).update())
          .as(change)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void isExportedByAdministratorsOnlyWhichStandsThereToo() throws Exception {
    var who = "=formula-" + UUID.randomUUID();
    audit.signIn("sign-in", who, "password", "203.0.113.1");
    for (var file : List.of("/api/v1/audit", "/api/v1/audit.csv", "/api/v1/audit.jsonl")) {
      assertThat(http.get().uri(file).with(httpBasic("owner", "tocsin"))).hasStatus(403);
      assertThat(http.get().uri(file).param("actor", who).with(httpBasic("admin", "tocsin")))
          .hasStatusOk()
          .bodyText()
          .contains(who, "203.0.113.1");
    }
    var csv =
        http.get()
            .uri("/api/v1/audit.csv")
            .param("actor", who)
            .with(httpBasic("admin", "tocsin"))
            .exchange()
            .getResponse()
            .getContentAsString();
    assertThat(csv.lines()).hasSize(2);
    assertThat(csv).startsWith("id,at,kind,actor").contains("'" + who);
    assertThat(audit.newest(new Asked(null, null, "admin", "audit-exported", null), 1))
        .isNotEmpty();
  }

  @Test
  void isReadInPartsHoweverLongItIs() {
    var who = "many-" + UUID.randomUUID();
    jdbc.sql(
            "insert into audit_entry (kind, actor, via, outcome)"
                + " select 'sign-in', ?, 'password', 'done' from generate_series(1, 2345)")
        .param(who)
        .update();
    var read = new ArrayList<Long>();
    audit.each(new Asked(null, null, who, null, null), entry -> read.add(entry.id()));
    assertThat(read).hasSize(2345).isSorted().doesNotHaveDuplicates();
    assertThat(audit.newest(new Asked(null, null, who, null, null), 7)).hasSize(7);
  }

  private AuditFilter filter() {
    return new AuditFilter(audit, openTasks);
  }

  private void filter(MockHttpServletRequest request, FilterChain chain) throws Exception {
    filter().doFilter(request, new MockHttpServletResponse(), chain);
  }

  private void note(String number, String who, String body) {
    http.post()
        .uri("/api/v1/incidents/" + number + "/notes")
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .with(httpBasic(who, "tocsin"))
        .exchange();
  }

  private void signIn(String user, String password) {
    http.post()
        .uri("/login")
        .param("username", user)
        .param("password", password)
        .with(csrf())
        .exchange();
  }

  private long newest() {
    return audit.newest(new Asked(null, null, null, null, null), 1).stream()
        .mapToLong(AuditEntry::id)
        .findFirst()
        .orElse(0);
  }

  private List<AuditEntry> since(long id) {
    return audit.newest(new Asked(null, null, null, null, null), 100).stream()
        .filter(entry -> entry.id() > id)
        .sorted(java.util.Comparator.comparing(AuditEntry::id))
        .toList();
  }

  private List<AuditEntry> of(String target) {
    return audit.newest(new Asked(null, null, null, null, target), 100);
  }
}
