package io.tocsin.statuspage;

import static io.tocsin.statuspage.PublicPost.PublicStatus.IDENTIFIED;
import static io.tocsin.statuspage.PublicPost.PublicStatus.INVESTIGATING;
import static io.tocsin.statuspage.PublicPost.PublicStatus.MONITORING;
import static io.tocsin.statuspage.PublicPost.PublicStatus.POSTMORTEM;
import static io.tocsin.statuspage.PublicPost.PublicStatus.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What readers get, and what they never get. */
@TocsinTest
class StatusPagesTest {

  static final List<String> PATHS = Said.PATHS;

  private static final Instant NOW = Instant.parse("2026-05-20T12:00:00Z");

  @Autowired MockMvcTester mvc;
  @Autowired StatusPage page;
  @Autowired Atomic atomic;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired JdbcTemplate jdbc;

  Said said;

  @BeforeEach
  void begin() {
    Said.forget(jdbc);
    said = new Said(page, atomic, response);
    ClockUtil.setCurrentTime(Date.from(NOW));
  }

  @Test
  void saysThatAllIsWellAndNamesOnlyWhatHasAPublicName() {
    assertThat(body("/status"))
        .contains("All systems operational", "Paying", "Money", "Invoices", "Operational")
        .contains("No trouble in the last 90 days", "20 May 2026", "7 May 2026")
        .doesNotContain(">6 May 2026<", "checkout", "ledger", "shop-parsify");
  }

  @Test
  void showsWhatIsOpenWithAllItsUpdatesAndTheNextOne() {
    var number = said.incident();
    said.say(number, INVESTIGATING, 1, "Paying fails", "We look into it.", NOW.minusSeconds(900));
    said.say(number, IDENTIFIED, 1, "Paying fails for some", "We know why.", NOW.minusSeconds(60));

    var front = body("/status");
    assertThat(front)
        .contains("Critical service outage", "Paying fails for some", "Major outage")
        .containsSubsequence("identified", "We know why.", "investigating", "We look into it.")
        .contains("<time datetime=\"2026-05-20T12:29:00.000Z\">20 May 2026, 12:29 UTC</time>")
        .contains("Trouble on 1 of the last 90 days")
        .doesNotContain(number);
    var own = body(link(number));
    assertThat(own).contains("Paying fails for some", "We look into it.", "Next update", "Paying");
  }

  @Test
  void whatIsResolvedIsHistory() {
    var number = said.incident();
    said.say(number, INVESTIGATING, 1, "Paying fails", "We look.", NOW.minusSeconds(86_400 * 20));
    said.say(number, MONITORING, 1, "Paying fails", "It works.", NOW.minusSeconds(86_400 * 19));
    said.say(number, RESOLVED, 1, "Paying fails", "It was nothing.", NOW.minusSeconds(86_400 * 19));

    assertThat(body("/status"))
        .contains("All systems operational", "Trouble on 2 of the last 90 days")
        .doesNotContain("Paying fails");
    assertThat(body("/status/history"))
        .containsSubsequence("2 May to 20 May 2026", "1 May 2026", "It was nothing.", "It works.")
        .containsSubsequence("30 April 2026", "We look.");
    assertThat(body(link(number)))
        .contains("Resolved", "1 May 2026, 12:00 UTC")
        .doesNotContain("Next update");
  }

  @Test
  void showsWhatWasLearntBeforeAReopeningAsNoSummaryOfWhatCameAfter() {
    var number = said.incident();
    said.say(number, INVESTIGATING, 1, "Paying fails", "We look.", NOW.minusSeconds(900));
    said.say(number, RESOLVED, 1, "Paying fails", "It works.", NOW.minusSeconds(600));
    said.say(number, POSTMORTEM, 1, "Paying fails", "A cable.", NOW.minusSeconds(500));
    assertThat(body(link(number))).contains("id=\"summary\"");

    // That it was reopened was released to nobody before it was over again.
    atomic.run(() -> page.reopened(number, NOW.minusSeconds(400)));
    said.say(number, RESOLVED, 1, "Paying fails", "It works again.", NOW.minusSeconds(60));
    assertThat(body(link(number)))
        .contains("It works again.", "A cable.")
        .doesNotContain("id=\"summary\"");
  }

  @Test
  void linksWhatHappenedFromTheLastPost() {
    var number = said.incident();
    said.say(number, INVESTIGATING, 1, "Paying fails", "We look.", NOW.minusSeconds(900));
    said.say(number, RESOLVED, 1, "Paying fails", "It works.", NOW.minusSeconds(600));
    assertThat(body(link(number))).doesNotContain("What happened and what we changed");
    said.say(number, POSTMORTEM, 1, "Paying fails", "A <b>cable</b>.", NOW.minusSeconds(60));

    var path = URI.create(page.link(number).orElseThrow()).getPath();
    assertThat(body("/status"))
        .contains("All systems operational")
        .contains("href=\"" + path + "#summary\"")
        .doesNotContain("A &lt;b&gt;cable");
    assertThat(body(link(number)))
        .containsSubsequence("id=\"summary\"", "A &lt;b&gt;cable&lt;/b&gt;.", "It works.")
        .containsOnlyOnce("A &lt;b&gt;cable")
        .contains("20 May 2026, 11:50 UTC");

    said.say(number, RESOLVED, 1, "Paying fails", "It still works.", NOW.minusSeconds(30));
    assertThat(body(link(number)))
        .as("mails link there")
        .containsSubsequence("id=\"summary\"", "A &lt;b&gt;cable&lt;/b&gt;.", "It still works.")
        .containsOnlyOnce("A &lt;b&gt;cable");

    said.say(number, INVESTIGATING, 1, "Paying fails again", "Sorry.", NOW);
    assertThat(body(link(number))).doesNotContain("id=\"summary\"").contains("A &lt;b&gt;cable");

    said.say(number, RESOLVED, 1, "Paying fails again", "It works again.", NOW.plusSeconds(60));
    assertThat(body(link(number)))
        .as("that was of something else")
        .doesNotContain("id=\"summary\"");
  }

  @Test
  void aReopenedIncidentKeepsItsAddress() {
    var number = said.incident();
    said.say(number, RESOLVED, 2, "Paying fails", "Over.", NOW.minusSeconds(60));
    var before = link(number);
    said.say(number, INVESTIGATING, 2, "Paying fails again", "Sorry.", NOW);
    assertThat(link(number)).isEqualTo(before);
    assertThat(body("/status")).contains("Major service disruption", "Paying fails again");
  }

  @Test
  void anOlderPostThatComesLateOpensNothing() {
    var number = said.incident();
    said.say(number, RESOLVED, 2, "Paying works", "Over.", NOW);
    said.say(number, MONITORING, 2, "Paying works", "Watching.", NOW.minusSeconds(600));
    assertThat(body("/status")).contains("All systems operational");
  }

  @Test
  void nothingInternalIsPublic() {
    var number = said.incident();
    said.say(number, INVESTIGATING, 1, "Paying fails", "We look into it.", NOW);
    commands.note(number, "MARKER note", Actor.api("commander"));
    jdbc.update(
        "update incident set title = 'MARKER', description = 'MARKER', impact_users = 'MARKER',"
            + " impact_business = 'MARKER', root_cause = 'MARKER', workaround = 'MARKER',"
            + " resolution = 'MARKER', reporter = 'MARKER', first_responder = 'MARKER',"
            + " commander = 'MARKER', technical_lead = 'MARKER', scribe = 'MARKER',"
            + " communications_lead = 'MARKER', severity_label = 'MARKER', ticket_url = 'MARKER',"
            + " pause_reason = 'MARKER', kind = 'MARKER', whys = '{MARKER}', links = '{MARKER}'"
            + " where number = ?",
        number);
    var hidden = response.declare("1", List.of("checkout"), true);

    var everything = new ArrayList<>(PATHS);
    everything.add(link(number));
    for (var path : everything) {
      assertThat(body(path))
          .as(path)
          .doesNotContain("MARKER", number, hidden, "Checkout answers", "checkout", "shop-parsify");
    }
  }

  @Test
  void nothingOfADrillIsSaid() {
    var drill = response.declareUnder("parsify", "1", false, true);
    assertThatThrownBy(() -> said.say(drill, INVESTIGATING, 1, "A drill", "Run!", NOW))
        .hasMessageContaining(drill + " is a drill");
    assertThatThrownBy(
            () ->
                jdbc.update(
                    "insert into public_post (id, incident, status, title, body, services, level,"
                        + " at) values (gen_random_uuid(), ?, 'resolved', 't', 'b', '{}', 1,"
                        + " now())",
                    drill))
        .hasMessageContaining("public_post_no_drill");
    assertThat(body("/status")).doesNotContain("A drill");
    assertThat(page.link(drill)).isEmpty();
  }

  @Test
  void whatWasWrittenIsText() {
    var number = said.incident();
    var evil = "<script>alert(1)</script>[[${7*7}]]\" onclick=\"x";
    said.say(number, INVESTIGATING, 1, evil, evil + "\n<img src=x onerror=alert(1)>", NOW);
    for (var path : List.of("/status", "/status/history", link(number))) {
      assertThat(body(path))
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;[[${7*7}]]&quot; onclick=&quot;x")
          .doesNotContain("<script>alert", "<img");
    }
  }

  @ParameterizedTest
  @FieldSource("PATHS")
  void isKeptForAMinuteAndThenAskedForByItsMark(String path) {
    var first = mvc.get().uri(path).exchange();
    assertThat(first).hasStatusOk();
    var headers = first.getResponse();
    assertThat(headers.getHeader("Cache-Control")).isEqualTo("max-age=60, public");
    assertThat(headers.getHeader("ETag")).matches("W/\"[0-9a-f]{32}\"");
    assertThat(headers.getCookies()).isEmpty();
    assertThat(headers.getHeader("Set-Cookie")).isNull();
    assertThat(headers.getHeader("X-Frame-Options")).isEqualTo("DENY");
    assertThat(headers.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(headers.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'", "frame-ancestors 'none'");
    assertThat(first.getRequest().getSession(false)).isNull();

    var mark = String.valueOf(headers.getHeader("ETag"));
    var again = mvc.get().uri(path).header("If-None-Match", mark).exchange();
    assertThat(again).hasStatus(304).body().isEmpty();
    assertThat(again.getResponse().getHeader("ETag")).isEqualTo(mark);
    var head = mvc.head().uri(path).exchange();
    assertThat(head).hasStatusOk();
    assertThat(head.getResponse().getHeader("ETag")).isEqualTo(mark);
  }

  @Test
  void aNewPostChangesTheMark() {
    var before = mvc.get().uri("/status").exchange().getResponse().getHeader("ETag");
    said.say(said.incident(), INVESTIGATING, 3, "Slow", "It is slow.", NOW);
    var after = mvc.get().uri("/status").header("If-None-Match", String.valueOf(before)).exchange();
    assertThat(after).hasStatusOk().bodyText().contains("It is slow.", "Degraded performance");
  }

  @Test
  void whatIsNotThereIsSaidInThePagesOwnWords() {
    for (var path : List.of("/status/incidents/000000000000", "/status/nothing/here")) {
      var missing = mvc.get().uri(path).header("Accept", "text/html").exchange();
      assertThat(missing).hasStatus(404).bodyText().contains("There is no such page");
      assertThat(missing.getResponse().getHeader("Cache-Control")).isEqualTo("no-store");
    }
    assertThat(mvc.get().uri("/robots.txt").exchange())
        .hasStatusOk()
        .bodyText()
        .contains("Allow: /status");
  }

  @Test
  void aPostIsTakenOnce() {
    var number = said.incident();
    var id = said.say(number, INVESTIGATING, 2, "Slow", "It is slow.", NOW);
    var again = page.of(number).get(0);
    assertThat(again.id()).isEqualTo(id);
    assertThat(page.post(again)).isFalse();
    assertThat(page.of(number)).containsExactly(again);
  }

  private String link(String number) {
    var link = page.link(number).orElseThrow();
    return link.substring(link.indexOf("/status/"));
  }

  private String body(String path) {
    MvcTestResult result = mvc.get().uri(path).exchange();
    assertThat(result).as(path).hasStatusOk();
    try {
      return result.getResponse().getContentAsString();
    } catch (UnsupportedEncodingException e) {
      throw new AssertionError(e);
    }
  }
}
