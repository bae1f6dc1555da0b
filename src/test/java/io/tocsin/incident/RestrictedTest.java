package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** A security incident does not exist for those who were not named. */
@TocsinTest
class RestrictedTest {

  private static final String NOBODYS = "INC-1999-01-01-001";

  /** A responder who has nothing to do with it. */
  private static final String OUTSIDER = "monitor";

  @Autowired MockMvcTester mvc;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Incidents incidents;
  @Autowired Access access;
  @Autowired ObjectMapper json;

  @Autowired
  @Qualifier("requestMappingHandlerMapping")
  RequestMappingHandlerMapping handlers;

  String service = "";
  String number = "";

  @BeforeEach
  void declare() {
    service = "svc-" + UUID.randomUUID();
    number = declare(true, "security");
  }

  @TestFactory
  List<DynamicTest> everyAddressOfAnIncidentAnswersOutsidersAsIfItDidNotExist() {
    var tests = new ArrayList<DynamicTest>();
    handlers
        .getHandlerMethods()
        .forEach(
            (info, handler) -> {
              for (var pattern : info.getPatternValues()) {
                // The public page has ids of its own and shows what was released.
                if (pattern.contains("incidents/{") && !pattern.startsWith("/status/")) {
                  assertThat(pattern)
                      .as("%s: only {number} is guarded", handler)
                      .contains("incidents/{number}");
                  tests.add(
                      DynamicTest.dynamicTest(
                          info.getMethodsCondition() + " " + pattern,
                          () -> answersAsUnknown(info, pattern)));
                }
              }
            });
    assertThat(tests).hasSizeGreaterThan(30);
    return tests;
  }

  private void answersAsUnknown(RequestMappingInfo info, String pattern) {
    for (var method : info.getMethodsCondition().getMethods()) {
      for (var body : List.of("{}", "{\"reason\":\"Why not\"}", "no json")) {
        var hidden = call(method.asHttpMethod(), pattern, number, body);
        var unknown = call(method.asHttpMethod(), pattern, NOBODYS, body);
        assertThat(hidden).hasStatus(404);
        assertThat(unknown).hasStatus(404);
        assertThat(text(hidden).replace(number, NOBODYS)).isEqualTo(text(unknown));
        assertThat(headers(hidden)).isEqualTo(headers(unknown));
      }
    }
  }

  private MvcTestResult call(HttpMethod method, String pattern, String number, String body) {
    var path =
        pattern
            .replace("{number}", number)
            .replace("{command}", "note")
            .replace("{process}", "incident-response")
            .replaceAll("\\{\\w+}", "x");
    var request = mvc.method(method).uri(path).with(httpBasic(OUTSIDER, "tocsin")).with(csrf());
    if (method != HttpMethod.GET) {
      request = request.contentType(MediaType.APPLICATION_JSON).content(body);
    }
    return request.exchange();
  }

  private static Map<String, Object> headers(MvcTestResult result) {
    var headers = new java.util.TreeMap<String, Object>();
    for (var name : result.getResponse().getHeaderNames()) {
      headers.put(name, result.getResponse().getHeaders(name));
    }
    // Each request has an id of its own.
    headers.remove("X-Request-Id");
    return headers;
  }

  private static String text(MvcTestResult result) {
    try {
      return result.getResponse().getContentAsString();
    } catch (java.io.UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"security", "exec", "admin"})
  void theSecurityTeamLegalAndAdministratorsReadIt(String person) {
    for (var part : List.of("", "/timeline", "/updates", "/escalation", "/deliveries", "/people")) {
      assertThat(get(person, "/api/v1/incidents/" + number + part)).hasStatusOk();
    }
    assertThat(get(person, "/incidents/" + number)).hasStatusOk();
    assertThat(listed(person, "")).contains(number);
  }

  @Test
  void listsLeaveItOutForOutsidersAndPagesStayFull() {
    var open = new ArrayList<String>();
    for (int i = 0; i < 3; i++) {
      open.add(0, declare(false, "security"));
      declare(true, "security");
    }

    assertThat(listed("security", "")).hasSize(7);
    assertThat(listed(OUTSIDER, "")).isEqualTo(open);
    assertThat(listed(OUTSIDER, "&page=0&size=2")).isEqualTo(open.subList(0, 2));
    assertThat(listed(OUTSIDER, "&page=1&size=2")).isEqualTo(open.subList(2, 3));
    assertThat(listed(OUTSIDER, "&page=2&size=2")).isEmpty();
    for (var page : List.of("/incidents", "/incidents/table")) {
      assertThat(text(get(OUTSIDER, page + "?show=all&service=" + service)))
          .contains(open.get(0))
          .doesNotContain(number, "Restricted");
      assertThat(text(get("security", page + "?show=all&service=" + service)))
          .contains(number, "Restricted");
    }
  }

  @Test
  void keyFiguresLeaveItOutForOutsiders() {
    declare(false, "security");
    var query = "?groupBy=kind&service=" + service;

    assertThat(text(get(OUTSIDER, "/api/v1/metrics" + query)))
        .contains("\"group\":\"all\",\"incidents\":1,")
        .isNotEqualTo(text(get("security", "/api/v1/metrics" + query)));
    assertThat(text(get("security", "/api/v1/metrics" + query)))
        .contains("\"group\":\"all\",\"incidents\":2,");
    assertThat(text(get(OUTSIDER, "/api/v1/metrics.csv" + query))).contains("\nall,1,");
    assertThat(text(get("security", "/api/v1/metrics.csv" + query))).contains("\nall,2,");
    assertThat(text(get(OUTSIDER, "/metrics?service=" + service))).contains(": 1 incidents");
    assertThat(text(get("security", "/metrics?service=" + service))).contains(": 2 incidents");
  }

  @Test
  void aListAndASingleLookAgreeForEverybody() {
    commands.role(number, Role.SCRIBE, "scribe", Actor.api("security"));
    commands.name(number, "support", "Takes the calls", Actor.api("security"));
    for (var person :
        List.of(
            "commander", "techlead", "comms", "scribe", "monitor", "support", "exec", "owner")) {
      assertThat(listed(person, "").contains(number))
          .as(person)
          .isEqualTo(access.mayRead(person, incidents.get(number)));
    }
  }

  @Test
  void whoeverDeclaresItReadsIt() {
    var theirs = declare(true, OUTSIDER);

    assertThat(get(OUTSIDER, "/api/v1/incidents/" + theirs)).hasStatusOk();
    assertThat(listed(OUTSIDER, "")).containsExactly(theirs);
  }

  @Test
  void aReporterWhoIsOnlyWrittenDownDoesNot() {
    var theirs =
        commands.declare(declaration(true, OUTSIDER), Actor.alert("alertmanager")).number();

    assertThat(get(OUTSIDER, "/api/v1/incidents/" + theirs)).hasStatus(404);
    assertThat(access.named(incidents.get(theirs))).doesNotContain(OUTSIDER, "alertmanager");
  }

  @Test
  void aReaderNamesOthersAndARoleIsEnough() {
    assertThat(post(OUTSIDER, "/people", "{\"person\":\"monitor\",\"reason\":\"Curious\"}"))
        .hasStatus(404);
    assertThat(post("exec", "/people", "{\"person\":\"monitor\",\"reason\":\"Reads the graphs\"}"))
        .hasStatus(201)
        .bodyText()
        .contains("\"person\":\"monitor\"", "\"namedBy\":\"exec\"", "Reads the graphs");
    commands.role(number, Role.SUPPORT_LEAD, "support", Actor.api("monitor"));

    assertThat(get(OUTSIDER, "/api/v1/incidents/" + number)).hasStatusOk();
    assertThat(get("support", "/api/v1/incidents/" + number)).hasStatusOk();
    assertThat(get("comms", "/api/v1/incidents/" + number)).hasStatus(404);
    assertThat(access.named(incidents.get(number))).contains("monitor");
    assertThat(response.timeline(number))
        .contains("access: Mei Tanaka may read this incident. Reads the graphs");
    assertThat(text(get(OUTSIDER, "/incidents/" + number)))
        .contains("Who can read this", "Mei Tanaka", "named by Eli Executive", "Name a person");
  }

  @Test
  void namingWantsAPersonAndARestrictedIncident() {
    assertThatThrownBy(() -> commands.name(number, "nobody", "Why", Actor.api("security")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("person");
    var open = declare(false, "security");
    assertThatThrownBy(() -> commands.name(open, "monitor", "Why", Actor.api("security")))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("not restricted");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "console", "chat"})
  void commandsByAnyWayWantAReader(String source) {
    var outsider = new Actor(OUTSIDER, source);

    assertThatThrownBy(() -> commands.note(number, "Hello", outsider))
        .isInstanceOf(NotFoundException.class)
        .hasMessage("There is no incident " + number);
    assertThatThrownBy(() -> commands.acknowledge(number, outsider))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> commands.update(number, "internal", "Soon", null, outsider))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void whoeverTakesItByACallIsNamed() {
    commands.acknowledge(number, Actor.phone("techlead"));
    assertThat(get("techlead", "/api/v1/incidents/" + number)).hasStatusOk();
  }

  @Test
  void nothingIsMergedIntoWhatOneMayNotReadNorOutOfTheDark() {
    var open = declare(false, OUTSIDER);

    assertThat(post(OUTSIDER, open, "/merge", "{\"into\":\"" + number + "\"}"))
        .hasStatus(400)
        .bodyText()
        .contains("into: there is no incident " + number);
    assertThat(post(OUTSIDER, open, "/merge", "{\"into\":\"" + NOBODYS + "\"}"))
        .hasStatus(400)
        .bodyText()
        .contains("into: there is no incident " + NOBODYS);
    assertThat(text(get(OUTSIDER, "/incidents/" + open))).doesNotContain(number);
    assertThatThrownBy(() -> commands.merge(number, open, Actor.api("security")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("open to everybody");
    assertThat(incidents.get(open).status().over()).isFalse();
  }

  @Test
  void itIsRestrictedFromTheMomentItIsFoundOut() {
    var open = declare(false, "commander");
    assertThat(get(OUTSIDER, "/api/v1/incidents/" + open)).hasStatusOk();
    assertThat(text(get("techlead", "/incidents/" + open))).contains("Mark as a security incident");

    assertThat(post("techlead", open, "/security", "{\"reason\":\"Foreign keys in the log\"}"))
        .hasStatusOk()
        .bodyText()
        .contains("\"security\":true");

    assertThat(get(OUTSIDER, "/api/v1/incidents/" + open)).hasStatus(404);
    assertThat(get("commander", "/api/v1/incidents/" + open)).hasStatusOk();
    assertThat(get("techlead", "/api/v1/incidents/" + open)).hasStatusOk();
    assertThat(response.timeline(open))
        .contains("status: Marked as a security incident: Foreign keys in the log")
        .anyMatch(line -> line.contains("What others have seen or were told before"));
    assertThat(post("techlead", open, "/security", "{\"reason\":\"Again\"}")).hasStatus(409);
    response.runJobs(open);
    assertThat(response.timeline(open))
        .anyMatch(line -> line.contains("Escalated: Call the security team"))
        .anyMatch(line -> line.contains("Escalated: Tell legal"));
  }

  private String declare(boolean security, String by) {
    return commands.declare(declaration(security, by), Actor.api(by)).number();
  }

  private Declaration declaration(boolean security, String reporter) {
    return new Declaration(
        "Somebody reads the customer table",
        "From an address abroad",
        List.of(service),
        null,
        "2",
        null,
        "monitoring",
        reporter,
        null,
        null,
        null,
        security,
        false,
        List.of());
  }

  private List<String> listed(String person, String more) {
    try {
      var list = json.readTree(text(get(person, "/api/v1/incidents?service=" + service + more)));
      return StreamSupport.stream(list.spliterator(), false)
          .map(incident -> incident.get("number").asText())
          .toList();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private MvcTestResult get(String person, String path) {
    return mvc.get().uri(path).with(httpBasic(person, "tocsin")).exchange();
  }

  private MvcTestResult post(String person, String path, String body) {
    return post(person, number, path, body);
  }

  private MvcTestResult post(String person, String number, String path, String body) {
    return mvc.post()
        .uri("/api/v1/incidents/" + number + path)
        .with(httpBasic(person, "tocsin"))
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .exchange();
  }
}
