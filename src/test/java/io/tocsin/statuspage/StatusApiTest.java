package io.tocsin.statuspage;

import static io.tocsin.statuspage.PublicPost.PublicStatus.INVESTIGATING;
import static io.tocsin.statuspage.PublicPost.PublicStatus.MONITORING;
import static io.tocsin.statuspage.PublicPost.PublicStatus.POSTMORTEM;
import static io.tocsin.statuspage.PublicPost.PublicStatus.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.PublicDetails;
import io.tocsin.support.Response;
import io.tocsin.support.TocsinTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.w3c.dom.Element;

/** What programs read: the shape of Statuspage, the feed, the banner. */
@TocsinTest
class StatusApiTest {

  private static final Instant NOW = Instant.parse("2026-05-20T12:00:00Z");
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
  private static final String ID = "[a-z0-9]{12}";
  private static final Actor COMMS = Actor.api("comms");

  private static final String[] PAGE = {"id", "name", "url", "time_zone", "updated_at"};
  private static final String[] COMPONENT = {
    "id",
    "name",
    "status",
    "created_at",
    "updated_at",
    "position",
    "description",
    "showcase",
    "start_date",
    "group_id",
    "page_id",
    "group",
    "only_show_if_degraded"
  };
  private static final String[] INCIDENT = {
    "id",
    "name",
    "status",
    "created_at",
    "updated_at",
    "monitoring_at",
    "resolved_at",
    "impact",
    "shortlink",
    "started_at",
    "next_update_at",
    "page_id",
    "postmortem_body",
    "postmortem_published_at",
    "incident_updates",
    "components"
  };
  private static final String[] UPDATE = {
    "id",
    "status",
    "body",
    "incident_id",
    "created_at",
    "updated_at",
    "display_at",
    "affected_components"
  };

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
  void whatIsTakenDownIsGoneEverywhereAndProgramsSeeThatItChanged() {
    var open = said.incident();
    var first = said.say(open, INVESTIGATING, 2, "Ada", "Ada pays.", NOW.minusSeconds(600));
    said.say(open, MONITORING, 2, "Paying is slow", "It is fast.", NOW.minusSeconds(300));
    atomic.run(() -> page.replace(first, "Trouble", "Taken back", NOW));

    var incident = json("summary.json").at("/incidents/0");
    assertThat(incident.get("updated_at").asText()).isEqualTo("2026-05-20T12:00:00.000Z");
    assertThat(incident.get("status").asText()).isEqualTo("monitoring");
    var update = incident.at("/incident_updates/1");
    assertThat(update.get("body").asText()).isEqualTo("Taken back");
    assertThat(update.get("created_at").asText()).isEqualTo("2026-05-20T11:50:00.000Z");
    assertThat(update.get("updated_at").asText()).isEqualTo("2026-05-20T12:00:00.000Z");
    for (var address : Said.PATHS) {
      assertThat(mvc.get().uri(address).exchange()).hasStatusOk().bodyText().doesNotContain("Ada");
    }
    assertThat(mvc.get().uri("/status/history.atom").exchange())
        .bodyText()
        .contains("Taken back", "<updated>2026-05-20T12:00:00Z</updated>");
  }

  @Test
  void summaryHasTheShapeOfStatuspage() {
    var open = said.incident();
    said.say(open, INVESTIGATING, 2, "Paying is slow", "We look.", NOW.minusSeconds(600));
    said.say(open, MONITORING, 2, "Paying is slow", "It is fast.", NOW.minusSeconds(300));
    said.say(said.incident(), RESOLVED, 1, "Over", "It is over.", NOW.minusSeconds(200));

    var summary = json("summary.json");
    keys(summary, "page", "components", "incidents", "scheduled_maintenances", "status");
    keys(summary.get("page"), PAGE);
    keys(summary.get("status"), "indicator", "description");
    assertThat(summary.at("/status/indicator").asText()).isEqualTo("major");
    assertThat(summary.get("scheduled_maintenances")).isEmpty();
    assertThat(summary.at("/page/id").asText()).matches(ID);
    assertThat(summary.at("/page/updated_at").asText()).isEqualTo("2026-05-20T11:56:40.000Z");

    assertThat(texts(summary.get("components"), "name"))
        .containsExactly("Paying", "Money", "Invoices");
    summary.get("components").forEach(one -> keys(one, COMPONENT));
    assertThat(texts(summary.get("components"), "status"))
        .containsExactly("partial_outage", "operational", "operational");
    var money = summary.at("/components/1");
    assertThat(money.get("group").asBoolean()).isTrue();
    assertThat(summary.at("/components/2/group_id")).isEqualTo(money.get("id"));
    assertThat(summary.at("/components/0/position").asInt()).isEqualTo(1);

    assertThat(summary.get("incidents")).hasSize(1);
    var incident = summary.at("/incidents/0");
    keys(incident, INCIDENT);
    assertThat(incident.get("id").asText()).matches(ID);
    assertThat(incident.get("status").asText()).isEqualTo("monitoring");
    assertThat(incident.get("impact").asText()).isEqualTo("major");
    assertThat(incident.get("created_at").asText()).isEqualTo("2026-05-20T11:50:00.000Z");
    assertThat(incident.get("monitoring_at").asText()).isEqualTo("2026-05-20T11:55:00.000Z");
    assertThat(incident.get("resolved_at").isNull()).isTrue();
    assertThat(incident.get("shortlink").asText()).isEqualTo(page.link(open).orElseThrow());
    assertThat(incident.get("page_id")).isEqualTo(summary.at("/page/id"));
    assertThat(texts(incident.get("components"), "name")).containsExactly("Paying");
    keys(incident.at("/components/0"), COMPONENT);
    incident.get("incident_updates").forEach(one -> keys(one, UPDATE));
    assertThat(texts(incident.get("incident_updates"), "body"))
        .containsExactly("It is fast.", "We look.");
    assertThat(incident.at("/incident_updates/0/incident_id")).isEqualTo(incident.get("id"));
    assertThat(incident.at("/incident_updates/0/display_at").asText()).matches(TIME);
    assertThat(incident.at("/incident_updates/0/affected_components/0/name").asText())
        .isEqualTo("Paying");
  }

  @Test
  void aComponentThatWasNamedIsBrokenUntilItIsOver() {
    var number = response.declareUnder("betabaddies", "2", false, false);
    var invoices = new PublicDetails("Invoices are late", List.of("ledger"), false);
    commands.update(number, "public", "Invoices are late", null, invoices, COMMS);
    response.runJobs(number);
    commands.update(number, "public", "We know more", null, COMMS);
    response.runJobs(number);
    assertThat(texts(json("components.json").get("components"), "status"))
        .containsExactly("partial_outage", "partial_outage", "partial_outage");
  }

  @Test
  void theOtherFilesAreParts() {
    said.say(said.incident(), INVESTIGATING, 3, "Slow", "We look.", NOW.minusSeconds(600));
    var over = said.incident();
    said.say(over, INVESTIGATING, 1, "Down", "We look.", NOW.minusSeconds(900));
    said.say(over, RESOLVED, 1, "Down", "It works.", NOW.minusSeconds(800));

    var summary = json("summary.json");
    var status = json("status.json");
    keys(status, "page", "status");
    assertThat(status.get("status")).isEqualTo(summary.get("status"));
    var components = json("components.json");
    keys(components, "page", "components");
    assertThat(components.get("components")).isEqualTo(summary.get("components"));
    var unresolved = json("incidents/unresolved.json");
    keys(unresolved, "page", "incidents");
    assertThat(unresolved.get("incidents")).isEqualTo(summary.get("incidents"));
    var all = json("incidents.json");
    keys(all, "page", "incidents");
    assertThat(texts(all.get("incidents"), "name")).containsExactly("Slow", "Down");
    all.get("incidents").forEach(one -> keys(one, INCIDENT));
    assertThat(all.at("/incidents/1/resolved_at").asText()).isEqualTo("2026-05-20T11:46:40.000Z");
  }

  @Test
  void whatTheReviewSaysIsAFurtherUpdateOfAResolvedIncident() {
    var number = said.incident();
    said.say(number, INVESTIGATING, 1, "Down", "We look.", NOW.minusSeconds(900));
    said.say(number, RESOLVED, 1, "Down", "It works.", NOW.minusSeconds(800));
    assertThat(json("incidents.json").at("/incidents/0/postmortem_body").isNull()).isTrue();
    said.say(number, POSTMORTEM, 1, "Down", "A cable. Now there are two.", NOW.minusSeconds(60));

    var incident = json("incidents.json").at("/incidents/0");
    keys(incident, INCIDENT);
    assertThat(incident.get("status").asText()).isEqualTo("resolved");
    assertThat(incident.get("resolved_at").asText()).isEqualTo("2026-05-20T11:46:40.000Z");
    assertThat(incident.get("postmortem_body").asText()).isEqualTo("A cable. Now there are two.");
    assertThat(incident.get("postmortem_published_at").asText())
        .isEqualTo("2026-05-20T11:59:00.000Z");
    assertThat(texts(incident.get("incident_updates"), "status"))
        .containsExactly("postmortem", "resolved", "investigating");
    assertThat(json("summary.json").get("incidents")).isEmpty();
    assertThat(json("status.json").at("/status/indicator").asText()).isEqualTo("none");
    assertThat(mvc.get().uri("/status/history.atom"))
        .bodyText()
        .contains("What happened: Down", "#summary\"");
  }

  @Test
  void idsAreStable() {
    said.say(said.incident(), INVESTIGATING, 3, "Slow", "We look.", NOW);
    assertThat(json("summary.json")).isEqualTo(json("summary.json"));
  }

  @Test
  void everybodyMayReadIt() {
    var answer =
        mvc.get()
            .uri("/status/api/v2/status.json")
            .header("Origin", "https://a.example")
            .exchange();
    assertThat(answer.getResponse().getHeader("Access-Control-Allow-Origin")).isEqualTo("*");
    assertThat(answer.getResponse().getContentType()).isEqualTo("application/json");
  }

  @Test
  void theBannerIsTheWorstOfWhatUsersMustKnow() {
    var banner = read("/status/banner.json");
    keys(banner, "page", "banner");
    assertThat(banner.get("banner").isNull()).isTrue();
    said.say(said.incident(), INVESTIGATING, 3, "Slow", "It is slow.", NOW);
    assertThat(read("/status/banner.json").get("banner").isNull()).isTrue();
    said.say(said.incident(), INVESTIGATING, 1, "Down", "It is down.", NOW.minusSeconds(60));
    said.say(said.incident(), INVESTIGATING, 2, "Half", "Half is down.", NOW);

    var shown = read("/status/banner.json").get("banner");
    keys(
        shown,
        "id",
        "title",
        "status",
        "impact",
        "body",
        "components",
        "updated_at",
        "next_update_at",
        "url");
    assertThat(shown.get("title").asText()).isEqualTo("Down");
    assertThat(shown.get("url").asText()).startsWith("http").contains("/status/incidents/");
  }

  @Test
  void theFeedKeepsToAtom() throws Exception {
    var number = said.incident();
    said.say(
        number, INVESTIGATING, 1, "A < B & \"C\"", "It \u0001is ]]> <b>", NOW.minusSeconds(60));
    said.say(number, RESOLVED, 1, "A < B", "Over.\nReally.", NOW);

    var answer = mvc.get().uri("/status/history.atom").exchange();
    assertThat(answer.getResponse().getContentType())
        .isEqualTo("application/atom+xml;charset=UTF-8");
    var factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    var feed =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(answer.getResponse().getContentAsByteArray()))
            .getDocumentElement();

    assertThat(feed.getLocalName()).isEqualTo("feed");
    assertThat(feed.getNamespaceURI()).isEqualTo("http://www.w3.org/2005/Atom");
    one(feed, "title");
    assertThat(URI.create(one(feed, "id").getTextContent()).getScheme()).isEqualTo("tag");
    assertThat(OffsetDateTime.parse(one(feed, "updated").getTextContent()).toInstant())
        .isEqualTo(NOW);
    one(one(feed, "author"), "name");
    var self =
        children(feed, "link").stream().filter(l -> l.getAttribute("rel").equals("self")).toList();
    assertThat(self).hasSize(1);
    assertThat(self.get(0).getAttribute("href")).endsWith("/status/history.atom");

    var entries = children(feed, "entry");
    assertThat(entries).hasSize(2);
    var ids = new HashSet<String>();
    for (var entry : entries) {
      var id = one(entry, "id").getTextContent();
      assertThat(id).matches("tag:[a-z0-9.-]+,\\d{4}-\\d\\d-\\d\\d:" + ID + "/" + ID);
      assertThat(ids.add(id)).isTrue();
      OffsetDateTime.parse(one(entry, "updated").getTextContent());
      OffsetDateTime.parse(one(entry, "published").getTextContent());
      assertThat(one(entry, "link").getAttribute("rel")).isEqualTo("alternate");
      assertThat(URI.create(one(entry, "link").getAttribute("href")).isAbsolute()).isTrue();
      assertThat(one(entry, "content").getAttribute("type")).isEqualTo("text");
    }
    assertThat(one(entries.get(0), "title").getTextContent()).isEqualTo("Resolved: A < B");
    assertThat(one(entries.get(1), "title").getTextContent())
        .isEqualTo("Investigating: A < B & \"C\"");
    assertThat(one(entries.get(1), "content").getTextContent())
        .isEqualTo("It \uFFFDis ]]> <b>\n\nAffected: Paying");
  }

  private static Element one(Element parent, String name) {
    var found = children(parent, name);
    assertThat(found).as(name).hasSize(1);
    return found.get(0);
  }

  private static List<Element> children(Element parent, String name) {
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(i -> parent.getChildNodes().item(i))
        .filter(Element.class::isInstance)
        .map(Element.class::cast)
        .filter(element -> name.equals(element.getLocalName()))
        .toList();
  }

  private JsonNode json(String file) {
    return read("/status/api/v2/" + file);
  }

  private JsonNode read(String path) {
    try {
      return new ObjectMapper()
          .readTree(mvc.get().uri(path).exchange().getResponse().getContentAsByteArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void keys(JsonNode object, String... keys) {
    var found = new ArrayList<String>();
    object.fieldNames().forEachRemaining(found::add);
    assertThat(found).containsExactlyInAnyOrder(keys);
  }

  private static List<String> texts(JsonNode list, String field) {
    var texts = new ArrayList<String>();
    list.forEach(one -> texts.add(one.get(field).asText()));
    return texts;
  }
}
