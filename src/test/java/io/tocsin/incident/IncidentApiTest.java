package io.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** The contract of the commands: what they take, what they answer, what they refuse and how. */
@TocsinTest
class IncidentApiTest {

  private static final String LONG = "x".repeat(20_001);

  @Autowired MockMvcTester http;
  @Autowired Response response;

  @Test
  void declaringAnswersWithTheIncidentAndWhereItIs() {
    var answer =
        post(
            "/api/v1/incidents",
            """
            {"title": " Nobody can pay ", "services": ["checkout", "checkout"], "severity": "2",
             "description": "Since noon", "startedAt": "2026-02-10T12:00:00Z",
             "links": ["https://example.org/chat"], "firstResponder": "oncall1"}""");
    assertThat(answer).hasStatus(201);
    String number = JsonPath.read(body(answer), "$.number");
    assertThat(answer).headers().hasValue("Location", "/api/v1/incidents/" + number);
    assertThat(JsonPath.<Map<String, Object>>read(body(answer), "$"))
        .containsEntry("title", "Nobody can pay")
        .containsEntry("severity", 2)
        .containsEntry("severityLabel", "Severity 2")
        .containsEntry("severityConfirmed", false)
        .containsEntry("status", "investigating")
        .containsEntry("policy", "parsify")
        .containsEntry("reporter", "commander")
        .containsEntry("firstResponder", "oncall1")
        .containsEntry("startedAt", "2026-02-10T12:00:00Z")
        .containsEntry("drill", false)
        .containsEntry("services", List.of("checkout"));
    assertThat(body(get("/api/v1/incidents/" + number))).contains(number);
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of("acknowledge", "{}", 200),
        Arguments.of("severity", "{'level': '1', 'reason': 'It spreads'}", 200),
        Arguments.of("severity", "{'level': 'severity 1', 'reason': 'It spreads'}", 200),
        Arguments.of("kind", "{'kind': 'ddos', 'reason': 'Seen in the log'}", 200),
        Arguments.of("roles", "{'role': 'scribe', 'person': 'scribe'}", 200),
        Arguments.of("updates", "{'audience': 'public', 'text': 'We are on it'}", 201),
        Arguments.of(
            "updates",
            "{'audience': 'public', 'text': 'Mail to a@b.example', 'anyway': true}",
            201),
        Arguments.of("updates/request", "{'audience': 'executive', 'reason': 'Who asks'}", 202),
        Arguments.of(
            "pause",
            "{'reason': 'The vendor works on it', 'until': '"
                + Instant.now().plus(Duration.ofHours(1))
                + "'}",
            200),
        Arguments.of("status", "{'status': 'identified', 'reason': 'Seen'}", 200),
        Arguments.of("escalate", "{'reason': 'Stuck'}", 200),
        Arguments.of("escalate", "{'reason': 'Stuck', 'ladder': 'business'}", 200),
        Arguments.of("escalate", "{'reason': 'Stuck', 'step': 'request-vendor'}", 200),
        Arguments.of("resolve", "{'resolution': 'Restarted'}", 202),
        Arguments.of("dismiss", "{'reason': 'A test alert'}", 200),
        Arguments.of("notes", "{'text': 'Called them'}", 201));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void eachCommandIsTaken(String command, String json, int status) {
    assertThat(command(response.declare("3"), command, json)).hasStatus(status);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anUnknownIncidentIsNotFound(String command, String json, int status) {
    var answer = command("INC-2000-01-01-001", command, json);
    problem(answer, 404);
    assertThat(body(answer)).contains("INC-2000-01-01-001");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void anIncidentThatIsOverIsLeftAlone(String command, String json, int status) {
    var number = response.declare("3");
    assertThat(command(number, "dismiss", "{'reason': 'Nothing'}")).hasStatus(200);
    var answer = command(number, command, json);
    if (command.equals("notes")) {
      assertThat(answer).as("something may still be noted").hasStatus(201);
      return;
    }
    problem(answer, 409);
    assertThat(body(answer)).contains(number, "dismissed");
  }

  @Test
  void theLadderIsShownWithWhatWasTakenIsDueAndCanBeAskedFor() {
    var number = response.declare("2");
    response.runJobs(number);
    assertThat(command(number, "escalate", "{'reason': 'Stuck', 'step': 'request-vendor'}"))
        .hasStatus(200);
    response.runJobs(number);

    var ladder = body(get("/api/v1/incidents/" + number + "/escalation"));
    assertThat(rung(ladder, "page-on-call"))
        .containsEntry("ladder", "page")
        .containsEntry("title", "Page the on-call")
        .containsEntry("trigger", "declaration")
        .containsEntry("takesOver", "Primary on-call")
        .containsEntry("requestable", false)
        .containsEntry("channels", List.of("email", "sms"))
        .hasEntrySatisfying("takenAt", at -> assertThat(at).isNotNull());
    assertThat(rung(ladder, "page-next-on-call"))
        .containsEntry("takenAt", null)
        .hasEntrySatisfying("dueAt", at -> assertThat(at).isNotNull());
    assertThat(rung(ladder, "request-executives"))
        .containsEntry("requestable", true)
        .containsEntry("dueAt", null)
        .containsEntry("who", "CTO, CEO");
    assertThat(rung(ladder, "request-vendor")).containsEntry("requestable", false);

    var again = command(number, "escalate", "{'reason': 'Stuck', 'step': 'request-vendor'}");
    problem(again, 409);
    assertThat(body(again)).contains("request-vendor", "UTC");
  }

  private static Map<String, Object> rung(String ladder, String step) {
    return JsonPath.<List<Map<String, Object>>>read(ladder, "$[?(@.step == '" + step + "')]")
        .get(0);
  }

  static Stream<Arguments> badInput() {
    return Stream.of(
        bad("pause", "{'reason': 'x'}", "until"),
        bad("pause", "{'reason': 'x', 'until': '2026-02-10T12:00:00Z'}", "until"),
        bad("pause", "{'reason': 'x', 'until': '2999-02-10T12:00:00Z'}", "until"),
        bad("pause", "{'until': '2999-02-10T12:00:00Z'}", "reason"),
        bad("resume", "{}", "reason"),
        bad("updates/request", "{'reason': 'x'}", "audience"),
        bad("updates/request", "{'audience': 'press', 'reason': 'x'}", "audience"),
        bad("updates/request", "{'audience': 'public', 'reason': ' '}", "reason"),
        bad("severity", "{'reason': 'x'}", "level"),
        bad("severity", "{'level': '', 'reason': 'x'}", "level"),
        bad("severity", "{'level': '5', 'reason': 'x'}", "level"),
        bad("severity", "{'level': 'P0', 'reason': 'x'}", "level"),
        bad("severity", "{'level': '1'}", "reason"),
        bad("severity", "{'level': '1', 'reason': ' '}", "reason"),
        bad("severity", "{'level': '1', 'reason': '" + LONG + "'}", "reason"),
        bad("severity", "{'level': {'a': 1}, 'reason': 'x'}", "level"),
        bad("kind", "{'kind': 'flood', 'reason': 'x'}", "kind"),
        bad("kind", "{'kind': ' ', 'reason': 'x'}", "kind"),
        bad("kind", "{'kind': 'ddos'}", "reason"),
        bad("roles", "{'person': 'scribe'}", "role"),
        bad("roles", "{'role': 'wizard', 'person': 'scribe'}", "role"),
        bad("roles", "{'role': 'scribe'}", "person"),
        bad("roles", "{'role': 'scribe', 'person': 'nobody'}", "person"),
        bad("roles", "{'role': 'scribe', 'person': ['scribe']}", "person"),
        bad("roles", "{'role': 'commander', 'person': 'exec'}", "person"),
        bad("updates", "{'text': 'x'}", "audience"),
        bad("updates", "{'audience': 'martians', 'text': 'x'}", "audience"),
        bad("updates", "{'audience': 'internal'}", "text"),
        bad("updates", "{'audience': 'internal', 'text': '" + LONG + "'}", "text"),
        bad(
            "updates",
            "{'audience': 'internal', 'text': 'x', 'nextUpdateAt': 'soon'}",
            "nextUpdateAt"),
        bad(
            "updates",
            "{'audience': 'internal', 'text': 'x', 'nextUpdateAt': '2020-01-01T00:00:00Z'}",
            "nextUpdateAt"),
        bad("updates", "{'audience': 'public', 'text': 'See INC-2026-02-10-001'}", "text"),
        bad("updates", "{'audience': 'public', 'text': 'x', 'title': 'Of 10.0.0.7'}", "title"),
        bad("status", "{'reason': 'x'}", "status"),
        bad("status", "{'status': 'done', 'reason': 'x'}", "status"),
        bad("status", "{'status': 'resolved', 'reason': 'x'}", "status"),
        bad("status", "{'status': 'closed', 'reason': 'x'}", "status"),
        bad("status", "{'status': 'identified'}", "reason"),
        bad("escalate", "{}", "reason"),
        bad("escalate", "{'reason': ' ', 'ladder': 'technical'}", "reason"),
        bad("escalate", "{'reason': '" + LONG + "'}", "reason"),
        bad("escalate", "{'reason': 'Stuck', 'ladder': 'rope'}", "ladder"),
        bad("escalate", "{'reason': 'Stuck', 'ladder': ['technical']}", "ladder"),
        bad("escalate", "{'reason': 'Stuck', 'step': 'request-nobody'}", "step"),
        bad(
            "escalate",
            "{'reason': 'Stuck', 'ladder': 'business', 'step': 'request-vendor'}",
            "step"),
        bad("resolve", "{}", "resolution"),
        bad("resolve", "{'resolution': '" + LONG + "'}", "resolution"),
        bad("reopen", "{}", "reason"),
        bad("dismiss", "{'reason': ''}", "reason"),
        bad("merge", "{}", "into"),
        bad("merge", "{'into': 'INC-2000-01-01-001'}", "into"),
        bad("notes", "{'text': ''}", "text"),
        bad("notes", "{'text': '" + LONG + "'}", "text"));
  }

  @ParameterizedTest
  @MethodSource("badInput")
  void badInputIsRefusedWithTheNameOfTheField(String command, String json, String field) {
    var number = response.declare("3");
    var before = response.timeline(number);
    var answer = command(number, command, json);
    problem(answer, 400);
    assertThat(fields(answer)).contains(field);
    assertThat(response.timeline(number)).as("nothing has happened").isEqualTo(before);
  }

  static Stream<Arguments> badDeclarations() {
    return Stream.of(
        Arguments.of("{}", "title"),
        Arguments.of("{'title': ''}", "title"),
        Arguments.of("{'title': '" + "x".repeat(301) + "'}", "title"),
        Arguments.of("{'title': 'x', 'description': '" + LONG + "'}", "description"),
        Arguments.of("{'title': 'x', 'services': 'checkout'}", "services"),
        Arguments.of("{'title': 'x', 'services': ['']}", "services[0]"),
        Arguments.of("{'title': 'x', 'policy': 'none'}", "policy"),
        Arguments.of("{'title': 'x', 'startedAt': 'yesterday'}", "startedAt"),
        Arguments.of("{'title': 'x', 'startedAt': '1971-01-01T00:00:00Z'}", "startedAt"),
        Arguments.of("{'title': 'x', 'security': 'perhaps'}", "security"),
        Arguments.of("{'title': {'a': 'b'}}", "title"));
  }

  @ParameterizedTest
  @MethodSource("badDeclarations")
  void aBadDeclarationIsRefusedWithTheNameOfTheField(String json, String field) {
    var answer = post("/api/v1/incidents", json);
    problem(answer, 400);
    assertThat(fields(answer)).contains(field);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "nonsense", "[]", "\"text\"", "null", "{'title': 'x'"})
  void whatIsNoJsonObjectIsRefused(String json) {
    problem(post("/api/v1/incidents", json), 400);
    problem(command(response.declare("3"), "notes", json), 400);
  }

  @Test
  void otherKindsOfContentAreRefused() {
    var answer =
        http.post()
            .uri("/api/v1/incidents")
            .contentType(MediaType.APPLICATION_FORM_URLENCODED)
            .content("title=x")
            .with(httpBasic("commander", "tocsin"))
            .exchange();
    problem(answer, 415);
  }

  @ParameterizedTest
  @CsvSource({
    "page=-1, page",
    "page=x, page",
    "size=0, size",
    "size=201, size",
    "severity=x, severity",
    "status=done, status",
    "drill=perhaps, drill"
  })
  void aListIsAskedForProperly(String query, String field) {
    var answer = get("/api/v1/incidents?" + query);
    problem(answer, 400);
    assertThat(fields(answer)).contains(field);
  }

  @Test
  void theListIsNarrowedDown() {
    // Later than whatever other tests declare.
    response.at(Instant.parse("2033-01-01T12:00:00Z"));
    var two = response.declare("2");
    response.at(Instant.parse("2033-01-01T12:00:01Z"));
    var dismissed = response.declare("4");
    command(dismissed, "dismiss", "{'reason': 'Nothing'}");
    assertThat(numbers("severity=2&size=200")).contains(two).doesNotContain(dismissed);
    assertThat(numbers("status=dismissed&status=closed&size=200"))
        .contains(dismissed)
        .doesNotContain(two);
    assertThat(numbers("service=checkout&size=200")).contains(two, dismissed);
    assertThat(numbers("service=ledger&size=200")).doesNotContain(two);
    assertThat(numbers("drill=true&size=200")).doesNotContain(two, dismissed);
    assertThat(numbers("size=1")).containsExactly(dismissed);
    assertThat(numbers("size=1&page=1")).containsExactly(two);
  }

  @Test
  void theDocumentSaysThatADismissalIsForGood() {
    assertThat(body(get("/v3/api-docs"))).contains("It cannot be reopened. Alerts of it");
  }

  @Test
  void onlyWhatIsWatchedOrResolvedIsReopened() {
    var number = response.declare("3");
    var answer = command(number, "reopen", "{'reason': 'Again'}");
    problem(answer, 409);
    assertThat(body(answer)).contains("investigating", "only monitoring and resolved");
    response.triage(number, 3);
    command(number, "status", "{'status': 'monitoring', 'reason': 'Fixed by itself'}");
    assertThat(command(number, "reopen", "{'reason': 'Again'}")).hasStatus(200);
    assertThat(response.incident(number).status()).isEqualTo(Status.INVESTIGATING);
  }

  @Test
  void noFixIsWatchedOfWhatNobodyHasTriaged() {
    var number = response.declare("3");
    var answer =
        command(number, "status", "{'status': 'monitoring', 'reason': 'Seems to be gone'}");
    problem(answer, 409);
    assertThat(body(answer)).contains("not triaged", "resolve it if it is over");
    assertThat(response.incident(number).fixDeployedAt()).isNull();

    response.triage(number, 3);
    assertThat(command(number, "status", "{'status': 'monitoring', 'reason': 'It is out'}"))
        .hasStatus(200);
    assertThat(response.incident(number).fixDeployedAt()).isNotNull();
  }

  @Test
  void anIncidentIsMergedIntoAnotherThatIsOpen() {
    var whole = response.declare("2");
    var part = response.declare("3");
    problem(command(part, "merge", "{'into': '" + part + "'}"), 400);
    assertThat(command(part, "merge", "{'into': '" + whole + "'}")).hasStatus(200);
    assertThat(response.incident(part).status()).isEqualTo(Status.DISMISSED);
    assertThat(response.incident(part).mergedInto()).isEqualTo(whole);
    var other = response.declare("3");
    var answer = command(other, "merge", "{'into': '" + part + "'}");
    problem(answer, 400);
    assertThat(body(answer)).contains("dismissed");
    problem(command(part, "merge", "{'into': '" + other + "'}"), 409);
    assertThat(response.incident(part).mergedInto()).isEqualTo(whole);
  }

  @Test
  void resolvingTwiceWaitsForTheVerdictOfTheFirst() {
    var number = response.declare("3");
    assertThat(command(number, "resolve", "{'resolution': 'Restarted'}")).hasStatus(202);
    var answer = command(number, "resolve", "{'resolution': 'Restarted again'}");
    problem(answer, 409);
    assertThat(body(answer)).contains("running already");
  }

  @Test
  void acknowledgingTwiceIsOneAcknowledgement() {
    var number = response.declare("3");
    command(number, "acknowledge", "{}");
    var first = response.incident(number).acknowledgedAt();
    assertThat(command(number, "acknowledge", "{}")).hasStatus(200);
    assertThat(response.incident(number).acknowledgedAt()).isEqualTo(first);
    assertThat(response.timeline(number).stream().filter(line -> line.startsWith("acknowledged:")))
        .hasSize(1);
  }

  @Tag("thorough")
  @Test
  void formAndCommandLeadToTheSameSeverity() {
    var byForm = response.declare("3");
    response.triage(byForm, 1);
    var byCommand = response.declare("3");
    response.triage(byCommand, 3);
    command(byCommand, "severity", "{'level': '1', 'reason': 'Seen on the dashboard'}");
    response.runJobs(byCommand);

    var one = response.incident(byForm);
    var other = response.incident(byCommand);
    assertThat(other.severity()).isEqualTo(one.severity()).isEqualTo(1);
    assertThat(other.severityLabel()).isEqualTo(one.severityLabel());
    assertThat(other.severityConfirmed()).isTrue();
    assertThat(response.open(byCommand)).isEqualTo(response.open(byForm));
    assertThat(response.task(byCommand, "Task_assignRoles").getName())
        .isEqualTo(response.task(byForm, "Task_assignRoles").getName().replace(byForm, byCommand));
    assertThat(response.passed(byCommand, "Task_openWarRoom"))
        .isEqualTo(response.passed(byForm, "Task_openWarRoom"))
        .isEqualTo(1);
  }

  @Tag("thorough")
  @Test
  void formAndCommandLeadToTheSameRoles() {
    var byForm = response.declare("2");
    response.triage(byForm, 2);
    response.nameRoles(byForm);
    var byCommand = response.declare("2");
    response.triage(byCommand, 2);
    command(byCommand, "roles", "{'role': 'commander', 'person': 'commander'}");
    command(byCommand, "roles", "{'role': 'technicalLead', 'person': 'techlead'}");
    command(byCommand, "roles", "{'role': 'communicationsLead', 'person': 'comms'}");

    // The form proposes one more, who is on duty.
    command(byCommand, "roles", "{'role': 'supportLead', 'person': 'support'}");

    assertThat(response.incident(byCommand).roles())
        .containsEntry("technicalLead", "techlead")
        .isEqualTo(response.incident(byForm).roles());
    assertThat(response.task(byCommand, "Task_assignRoles").getAssignee()).isEqualTo("commander");
    response.nameRoles(byCommand);
    assertThat(response.task(byCommand, "Task_investigate").getAssignee())
        .isEqualTo(response.task(byForm, "Task_investigate").getAssignee())
        .isEqualTo("techlead");
  }

  @Test
  void pausesAndResumes() {
    var number = response.declare("2");
    problem(command(number, "resume", "{'reason': 'x'}"), 409);
    var until = Instant.parse("2026-02-10T15:30:00Z");
    response.at(until.minus(Duration.ofHours(1)));
    var paused =
        command(number, "pause", "{'reason': 'The vendor works', 'until': '" + until + "'}");
    assertThat(JsonPath.<Map<String, Object>>read(body(paused), "$"))
        .containsEntry("pausedUntil", until.toString())
        .containsEntry("pauseReason", "The vendor works");
    var resumed = command(number, "resume", "{'reason': 'It is mended'}");
    assertThat(resumed).hasStatusOk();
    assertThat(JsonPath.<Map<String, Object>>read(body(resumed), "$"))
        .containsEntry("pausedUntil", until.minus(Duration.ofHours(1)).toString())
        .containsEntry("pauseReason", null);
    problem(command(number, "resume", "{'reason': 'Again'}"), 409);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "updates/request"})
  void onlyRespondersMoveTheClocks(String command) {
    var number = response.declare("2");
    var before = response.timeline(number);
    assertThat(
            http.post()
                .uri("/api/v1/incidents/" + number + "/" + command)
                .contentType(MediaType.APPLICATION_JSON)
                .content(
                    "{\"reason\": \"x\", \"audience\": \"internal\", \"until\": \""
                        + Instant.now().plusSeconds(600)
                        + "\"}")
                .with(httpBasic("manager", "tocsin"))
                .exchange())
        .hasStatus(403);
    assertThat(response.timeline(number)).isEqualTo(before);
  }

  @Tag("thorough")
  @Test
  void formAndCommandLeadToTheSameUpdate() {
    var byForm = response.declare("1");
    response.fire(byForm, "status-updates", "Event_updateOpens");
    response.complete(byForm, "Task_writeUpdate", "comms", Map.of("updateText", "We are on it"));
    var byCommand = response.declare("1");
    response.fire(byCommand, "status-updates", "Event_updateOpens");
    var audience = audienceOfUpdate(byForm);
    command(byCommand, "updates", "{'audience': '" + audience + "', 'text': 'We are on it'}");
    response.runJobs(byCommand);

    assertThat(audienceOfUpdate(byCommand)).isEqualTo(audience);
    assertThat(response.passed(byCommand, "Task_sendUpdate"))
        .isEqualTo(response.passed(byForm, "Task_sendUpdate"))
        .isEqualTo(1);
    assertThat(response.timeline(byCommand))
        .contains("update: Update (" + audience + "): We are on it");
    assertThat(response.waits(byCommand, "status-updates", "Event_updateOpens")).isTrue();
    assertThat(response.waits(byForm, "status-updates", "Event_updateOpens")).isTrue();
  }

  @Tag("thorough")
  @Test
  void formAndCommandLeadToTheSameDismissal() {
    var byForm = response.declare("3");
    response.complete(
        byForm,
        "Task_triage",
        "oncall1",
        Map.of("triageChoice", "dismiss", "triageReason", "A test alert"));
    var byCommand = response.declare("3");
    command(byCommand, "dismiss", "{'reason': 'A test alert'}");
    response.runJobs(byCommand);

    for (var number : List.of(byForm, byCommand)) {
      var incident = response.incident(number);
      assertThat(incident.status()).isEqualTo(Status.DISMISSED);
      assertThat(incident.closedAt()).isNotNull();
      assertThat(response.open(number)).isEmpty();
      assertThat(response.timeline(number)).anyMatch(line -> line.contains("A test alert"));
      assertThat(response.waits(number, "status-updates", "Event_updateOpens")).isFalse();
    }
  }

  private String audienceOfUpdate(String number) {
    return JsonPath.<List<String>>read(
            body(get("/api/v1/incidents/" + number + "/updates")), "$[*].audience")
        .get(0);
  }

  private static Arguments bad(String command, String json, String field) {
    return Arguments.of(command, json, field);
  }

  private List<String> numbers(String query) {
    return JsonPath.read(body(get("/api/v1/incidents?" + query)), "$[*].number");
  }

  private MvcTestResult get(String path) {
    return http.get().uri(path).with(httpBasic("commander", "tocsin")).exchange();
  }

  private MvcTestResult command(String number, String command, String json) {
    return post("/api/v1/incidents/" + number + "/" + command, json);
  }

  /** Takes single quotes for double ones, which read better here. */
  private MvcTestResult post(String path, String json) {
    return http.post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .content(json.replace('\'', '"'))
        .with(httpBasic("commander", "tocsin"))
        .exchange();
  }

  private static void problem(MvcTestResult answer, int status) {
    assertThat(answer).hasStatus(status);
    assertThat(answer).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat((int) JsonPath.read(body(answer), "$.status")).isEqualTo(status);
    assertThat((String) JsonPath.read(body(answer), "$.detail")).isNotBlank();
    assertThat(body(answer)).doesNotContain("io.tocsin", "java.", "springframework");
  }

  /** The fields that a problem document names, alone or in a list. */
  private static List<String> fields(MvcTestResult answer) {
    return JsonPath.read(body(answer), "$..field");
  }

  private static String body(MvcTestResult answer) {
    return new String(answer.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8);
  }
}
