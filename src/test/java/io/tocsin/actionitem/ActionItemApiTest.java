package io.tocsin.actionitem;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.httpBasic;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import com.jayway.jsonpath.JsonPath;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.UnsupportedEncodingException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** Action items over HTTP, and on the pages of the console. */
@TocsinTest
class ActionItemApiTest {

  private static final String DAY = "2099-03-02";
  private static final Actor ANYBODY = Actor.api("commander");

  @Autowired MockMvcTester http;
  @Autowired Response response;
  @Autowired ActionItems items;
  @Autowired Atomic atomic;
  @Autowired JdbcClient jdbc;

  @Test
  void isAddedListedChangedCompletedAndReopened() {
    var number = response.declare("2");
    var added =
        post(
            "/api/v1/action-items",
            """
            {"incident": "%s", "title": " Check  migrations ", "kind": "preventive",
             "owner": "techlead", "dueDate": "%s", "trackerUrl": "https://tracker.example.org/41"}"""
                .formatted(number, DAY),
            "manager");
    assertThat(added).hasStatus(201);
    int id = read(added, "$.id");
    assertThat(added).headers().hasValue("Location", "/api/v1/action-items/" + id);
    assertThat(this.<String>read(added, "$.title")).isEqualTo("Check migrations");
    assertThat(this.<String>read(added, "$.status")).isEqualTo("open");

    assertThat(this.<List<Integer>>read(get("/api/v1/action-items?incident=" + number), "$[*].id"))
        .containsExactly(id);
    assertThat(
            this.<List<Integer>>read(
                get("/api/v1/incidents/" + number + "/action-items"), "$[*].id"))
        .containsExactly(id);
    for (var other :
        List.of(
            "owner=scribe",
            "kind=training",
            "overdue=true",
            "status=done",
            "policy=none",
            "service=none",
            "dueBefore=" + DAY)) {
      assertThat(
              this.<List<Integer>>read(
                  get("/api/v1/action-items?incident=" + number + "&" + other), "$[*].id"))
          .as(other)
          .isEmpty();
    }

    var changed =
        send(
            HttpMethod.PATCH,
            "/api/v1/action-items/" + id,
            "{\"owner\": \"exec\", \"trackerUrl\": \"\"}",
            "commander");
    assertThat(changed).hasStatusOk();
    assertThat(this.<String>read(changed, "$.owner")).isEqualTo("exec");
    assertThat(this.<String>read(changed, "$.trackerUrl")).isNull();
    assertThat(this.<String>read(changed, "$.title")).isEqualTo("Check migrations");

    var path = "/api/v1/action-items/" + id;
    assertThat(post(path + "/complete", "{\"evidence\": \"Seen\"}", "drill")).hasStatus(403);
    // Its owner may, although executives do not respond.
    assertThat(post(path + "/complete", "{\"evidence\": \"Seen\"}", "exec")).hasStatusOk();
    assertThat(post(path + "/complete", "{\"evidence\": \"Again\"}", "exec")).hasStatusOk();
    assertThat(this.<String>read(get(path), "$.evidence")).isEqualTo("Seen");
    assertThat(post(path + "/drop", "{\"reason\": \"x\"}", "manager")).hasStatus(409);
    assertThat(send(HttpMethod.PATCH, path, "{\"owner\": \"scribe\"}", "manager")).hasStatus(409);
    assertThat(post(path + "/reopen", "{\"reason\": \"It is back\"}", "manager")).hasStatusOk();
    assertThat(post(path + "/reopen", "{\"reason\": \"x\"}", "manager")).hasStatus(409);
    assertThat(post(path + "/drop", "{\"reason\": \"No need\"}", "manager")).hasStatusOk();
    assertThat(response.timeline(number))
        .contains(
            "review: Action item: Check migrations (preventive, Tomas Berg, by 2099-03-02)",
            "review: Action item changed: Check migrations. owner: exec instead of techlead,"
                + " tracker: none instead of https://tracker.example.org/41",
            "review: Action item done: Check migrations. Seen",
            "review: Action item opened again: Check migrations. It is back",
            "review: Action item dropped: Check migrations. No need");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "title | '' | title: say what is to be done",
        "kind | cosmetic | kind: choose one of preventive, process, system, training",
        "owner | nobody | owner: 'nobody' is not in the directory",
        "owner | sim-comms | owner: 'sim-comms' plays in drills only; name the person who does it",
        "dueDate | soon | dueDate: 'soon' is not a date such as 2026-02-10",
        "dueDate | 2020-01-01 | dueDate: lies in the past; choose a day ahead",
        "trackerUrl | javascript:alert(1) | trackerUrl: give an http or https address of at most 2000 characters"
      })
  void saysWhatIsWrong(String field, String value, String problem) {
    var number = response.declare("2");
    var body =
        """
        {"title": "T", "kind": "process", "owner": "scribe", "dueDate": "%s", "trackerUrl": "",
         "%s": "%s"}"""
            .formatted(DAY, field, value == null ? "" : value);
    var answer = post("/api/v1/incidents/" + number + "/action-items", body, "commander");
    assertThat(answer).hasStatus(400);
    assertThat(this.<String>read(answer, "$.detail")).isEqualTo(problem);
    assertThat(items.of(number)).isEmpty();
  }

  @Test
  void aPlayerOwnsWhatIsOfADrillOnly() {
    var item = add(response.declare("2"), "Ring the bell");
    var refused = change(item, "{\"owner\": \"sim-comms\"}");
    assertThat(refused).hasStatus(400);
    assertThat(this.<String>read(refused, "$.detail")).startsWith("owner: 'sim-comms' plays");
    var wanted = new Wanted("Ring it", "process", "sim-comms", LocalDate.parse(DAY), null);
    assertThatThrownBy(
            () -> atomic.run(() -> items.reviewed(item.incident(), List.of(wanted), ANYBODY)))
        .hasMessageContaining("owner: 'sim-comms' plays in drills only");
    assertThatThrownBy(() -> atomic.run(() -> items.addToRoutine(0, "smartbeak", wanted, ANYBODY)))
        .hasMessageContaining("owner: 'sim-comms' plays in drills only");

    var drill = response.declareUnder("smartbeak", "2", false, true);
    atomic.run(() -> items.reviewed(drill, List.of(wanted), ANYBODY));
    assertThat(items.of(drill)).extracting(ActionItem::owner).containsExactly("sim-comms");
  }

  @Test
  void refusesStrangersReadersAndOddAddresses() {
    assertThat(http.get().uri("/api/v1/action-items")).hasStatus(401);
    assertThat(http.get().uri("/api/v1/action-items.csv")).hasStatus(401);
    assertThat(post("/api/v1/action-items", "{}", "exec")).hasStatus(403);
    assertThat(post("/api/v1/action-items", "{}", "commander")).hasStatus(400);
    assertThat(post("/api/v1/action-items", "{\"incident\": \"INC-1\"}", "commander"))
        .hasStatus(404);
    assertThat(get("/api/v1/action-items?status=odd")).hasStatus(400);
    assertThat(get("/api/v1/action-items?size=1000")).hasStatus(400);
    assertThat(get("/api/v1/action-items/999999999")).hasStatus(404);
    assertThat(get("/api/v1/action-items/x")).hasStatus(400);
  }

  @Test
  void ofARestrictedIncidentIsHiddenFromOthers() {
    var number = response.declare("2", List.of("checkout"), true);
    var item = add(number, "Rotate the keys of the vault");
    var path = "/api/v1/action-items/" + item.id();
    assertThat(http.get().uri(path).with(httpBasic("support", "tocsin"))).hasStatus(404);
    assertThat(post(path + "/drop", "{\"reason\": \"x\"}", "support")).hasStatus(404);
    assertThat(get("/api/v1/action-items?incident=" + number, "support"))
        .bodyText()
        .doesNotContain("vault");
    assertThat(get("/api/v1/action-items.csv?incident=" + number, "support"))
        .bodyText()
        .doesNotContain("vault");
    assertThat(page("/action-items?show=all&incident=" + number, "support"))
        .doesNotContain("vault", "Add an action item");
    assertThat(http.get().uri("/action-items/" + item.id()).with(responder("support")))
        .hasStatus(404);
    assertThat(get("/api/v1/action-items.csv?incident=" + number, "security"))
        .bodyText()
        .contains(number + ",Rotate the keys of the vault,system,techlead,2099-03-02,open");
  }

  @Test
  void theConsoleShowsAddsAndSettlesThem() {
    var number = response.declare("2");
    assertThat(
            form(
                "/action-items",
                "commander",
                "incident",
                number,
                "title",
                "<b>Ring</b> the bell",
                "kind",
                "training",
                "owner",
                "scribe",
                "dueDate",
                DAY,
                "trackerUrl",
                ""))
        .hasStatus3xxRedirection();
    var item = items.of(number).get(0);
    assertThat(page("/action-items?incident=" + number, "commander"))
        .contains("&lt;b&gt;Ring&lt;/b&gt; the bell", "Sanna Virtanen", DAY, "Add an action item")
        .doesNotContain(" style=", "<style", " onclick");
    assertThat(page("/action-items?show=overdue&incident=" + number, "commander"))
        .contains("Nothing is overdue.");
    assertThat(page("/action-items/" + item.id(), "commander"))
        .contains("It is done", "Change", "Drop");

    var refused =
        form(
            "/action-items/" + item.id() + "/change",
            "commander",
            "title",
            "Ring it",
            "kind",
            "training",
            "owner",
            "scribe",
            "dueDate",
            "2001-01-01",
            "trackerUrl",
            "ftp://x");
    assertThat(refused).hasStatus(400).bodyText().contains("Give an http or https address");
    assertThat(form("/action-items/" + item.id() + "/complete", "commander", "evidence", ""))
        .hasStatus(400)
        .bodyText()
        .contains("Please fill this in");
    assertThat(form("/action-items/" + item.id() + "/complete", "commander", "evidence", "Heard"))
        .hasStatus3xxRedirection();
    assertThat(form("/action-items/" + item.id() + "/drop", "commander", "reason", "No bell"))
        .hasStatus(409)
        .bodyText()
        .contains("role=\"alert\"", "<blockquote>No bell</blockquote>");
    assertThat(page("/action-items/" + item.id(), "commander")).contains("Heard", "Open again");
    assertThat(form("/action-items/" + item.id() + "/dance", "commander", "reason", "x"))
        .hasStatus(404);
    assertThat(
            http.post()
                .uri("/action-items/" + item.id() + "/reopen")
                .param("reason", "x")
                .with(user("exec").authorities(AuthorityUtils.createAuthorityList("executives")))
                .with(csrf()))
        .hasStatus(403);
  }

  @Test
  void aFormTakesNothingBackThatSomebodyElseHasChangedMeanwhile() {
    var item = add(response.declare("2"), "Ring the bell");
    var drawn = drawn(item.id());
    change(item, "{\"owner\": \"scribe\", \"dueDate\": \"2099-04-01\"}");

    assertThat(change(item, drawn, "title", "Ring it")).hasStatus3xxRedirection();

    assertThat(items.get(item.id()))
        .extracting(ActionItem::title, ActionItem::owner, ActionItem::dueDate)
        .containsExactly("Ring it", "scribe", LocalDate.parse("2099-04-01"));
  }

  @Test
  void aFormSaysWhatSomebodyElseHasChangedMeanwhileAndKeepsWhatWasTyped() {
    var item = add(response.declare("2"), "Ring the bell");
    var drawn = drawn(item.id());
    change(item, "{\"owner\": \"scribe\", \"kind\": \"training\"}");

    var wrong = change(item, drawn, "owner", "exec", "dueDate", "2001-01-01");
    assertThat(wrong).hasStatus(409);
    drawn = drawn(wrong);
    assertThat(text(wrong))
        .contains("Somebody has changed the owner to Sanna Virtanen meanwhile")
        .contains("value=\"2001-01-01\"")
        .containsPattern("value=\"exec\"[^>]* selected")
        .containsPattern("value=\"training\"[^>]* selected");
    assertThat(items.get(item.id()).owner()).isEqualTo("scribe");

    assertThat(change(item, drawn, "owner", "exec")).hasStatus3xxRedirection();
    assertThat(items.get(item.id()).owner()).isEqualTo("exec");
    assertThat(items.get(item.id()).kind()).isEqualTo("training");
  }

  /** Whoever waits for another must not go on with what was there before. */
  @Test
  void aChangeOfOneFieldLeavesTheOthersToWhoeverChangesThemAtTheSameTime() throws Exception {
    var item = add(response.declare("2"), "Ring the bell");
    var thread = Executors.newSingleThreadExecutor();
    try {
      var other =
          atomic.call(
              () -> {
                items.change(
                    item.id(),
                    now ->
                        new Wanted(
                            now.title(), now.kind(), "scribe", now.dueDate(), now.trackerUrl()),
                    Actor.api("commander"));
                var waiting = thread.submit(() -> change(item, "{\"title\": \"Ring it\"}"));
                await().until(this::somebodyWaitsForTheItem);
                return waiting;
              });
      assertThat(other.get()).hasStatusOk();
    } finally {
      thread.shutdownNow();
    }

    assertThat(items.get(item.id()))
        .extracting(ActionItem::title, ActionItem::owner)
        .containsExactly("Ring it", "scribe");
  }

  private boolean somebodyWaitsForTheItem() {
    return jdbc.sql(
            "select exists (select from pg_stat_activity where datname = current_database()"
                + " and wait_event_type = 'Lock' and query like '%action_item%')")
        .query(Boolean.class)
        .single();
  }

  private MvcTestResult change(ActionItem item, String body) {
    return send(HttpMethod.PATCH, "/api/v1/action-items/" + item.id(), body, "commander");
  }

  /** Sends a form as it was drawn, but for some fields. */
  private MvcTestResult change(
      ActionItem item, Map<String, String> drawn, String... namesAndValues) {
    var typed = new HashMap<String, String>();
    drawn.forEach(
        (field, value) -> {
          typed.put("read." + field, value);
          typed.put(field, value);
        });
    for (int i = 0; i < namesAndValues.length; i += 2) {
      typed.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return form(
        "/action-items/" + item.id() + "/change",
        "commander",
        typed.entrySet().stream()
            .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
            .toArray(String[]::new));
  }

  private Map<String, String> drawn(long id) {
    var page = http.get().uri("/action-items/" + id).with(responder("commander")).exchange();
    return drawn(page);
  }

  /** Returns what the form of a change was drawn with. */
  private static Map<String, String> drawn(MvcTestResult page) {
    return Pattern.compile("name=\"read\\.(\\w+)\"[^>]* value=\"([^\"]*)\"")
        .matcher(text(page))
        .results()
        .collect(toMap(field -> field.group(1), field -> field.group(2)));
  }

  @Test
  void overdueIsAMatterOfTheClock() {
    response.at(java.time.Instant.parse("2026-02-10T09:00:00Z"));
    var number = response.declare("2");
    var item =
        atomic.call(
            () ->
                items.add(
                    number,
                    new Wanted(
                        "Mend it", "system", "techlead", LocalDate.parse("2026-02-11"), null),
                    "added",
                    Actor.api("commander")));
    response.at(item.dueAt().plusSeconds(1));
    assertThat(
            this.<List<Integer>>read(
                get("/api/v1/action-items?overdue=true&incident=" + number), "$[*].id"))
        .containsExactly((int) item.id());
    assertThat(page("/action-items?show=overdue&incident=" + number, "commander"))
        .contains("overdue", "Mend it");
  }

  private ActionItem add(String number, String title) {
    return atomic.call(
        () ->
            items.add(
                number,
                new Wanted(title, "system", "techlead", LocalDate.parse(DAY), null),
                "added",
                Actor.api("commander")));
  }

  private MvcTestResult get(String uri) {
    return get(uri, "commander");
  }

  private MvcTestResult get(String uri, String who) {
    return http.get().uri(uri).with(httpBasic(who, "tocsin")).exchange();
  }

  private MvcTestResult post(String uri, String body, String who) {
    return send(HttpMethod.POST, uri, body, who);
  }

  private MvcTestResult send(HttpMethod method, String uri, String body, String who) {
    return http.method(method)
        .uri(uri)
        .contentType(MediaType.APPLICATION_JSON)
        .content(body)
        .with(httpBasic(who, "tocsin"))
        .exchange();
  }

  private MvcTestResult form(String uri, String who, String... namesAndValues) {
    var request = http.post().uri(uri);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      request.param(namesAndValues[i], namesAndValues[i + 1]);
    }
    return request.with(responder(who)).with(csrf()).exchange();
  }

  private static org.springframework.test.web.servlet.request.RequestPostProcessor responder(
      String who) {
    return user(who).authorities(AuthorityUtils.createAuthorityList("responder"));
  }

  private String page(String uri, String who) {
    var page = http.get().uri(uri).with(responder(who)).exchange();
    assertThat(page).hasStatusOk();
    return text(page);
  }

  private <T> T read(MvcTestResult answer, String path) {
    return JsonPath.read(text(answer), path);
  }

  private static String text(MvcTestResult answer) {
    try {
      return answer.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
