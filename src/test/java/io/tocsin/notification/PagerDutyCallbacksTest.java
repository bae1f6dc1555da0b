package io.tocsin.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.support.AllChannelsTest;
import io.tocsin.support.Providers;
import io.tocsin.support.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** What PagerDuty's webhooks bring back. */
@AllChannelsTest
class PagerDutyCallbacksTest {

  private static final String SECRET = "test-pagerduty";

  @Autowired MockMvc web;
  @Autowired Response response;
  @Autowired IncidentCommands commands;
  @Autowired Incidents incidents;
  @Autowired Deliveries deliveries;
  @Autowired PagerDutyChannel pagerDuty;
  @Autowired Clock clock;

  private String number = "";

  @BeforeEach
  void declare() {
    CallbackKit.providersTakeEverything();
    number = response.declare("1");
  }

  @Test
  void who_takes_it_there_takes_it_here() throws Exception {
    receive(event("E1", "incident.acknowledged", "user_reference", "ines costa"))
        .andExpect(status().isAccepted());
    receive(event("E2", "incident.acknowledged", "user_reference", "Jonas Weber"))
        .andExpect(status().isAccepted());

    assertThat(response.incident(number).firstResponder()).isEqualTo("oncall1");
    assertThat(response.entries(number))
        .filteredOn(entry -> entry.kind().equals("acknowledged"))
        .singleElement()
        .satisfies(entry -> assertThat(entry.source()).isEqualTo("pagerduty"));
  }

  /** With the rounds and deliveries of the database. */
  @Test
  void what_is_reopened_is_taken_there_and_ended_there_by_its_own_key() throws Exception {
    var start = Instant.parse("2026-02-10T03:00:00Z");
    response.at(start);
    number = response.declareUnder("storefront", "1");
    response.runJobs(number);
    incidents.moveTo(number, Status.RESOLVED, null, Actor.ENGINE);
    response.at(start.plusSeconds(60));
    incidents.moveTo(number, Status.INVESTIGATING, "It is back", Actor.ENGINE);
    // As a node of an earlier version pages.
    var older = CallbackKit.paged(deliveries, clock, number, "oncall1", "Ines", "pagerduty", null);
    deliveries.done(older.id(), Channel.Sent.as(number));
    response.at(start.plusSeconds(120));
    receive(event("E11", "incident.acknowledged", "user_reference", "ines costa", number + "#2"))
        .andExpect(status().isAccepted());
    assertThat(response.incident(number).takenAt()).isEqualTo(start.plusSeconds(120));

    var followUp =
        deliveries.of(number).stream()
            .filter(FollowUps::isOne)
            .filter(delivery -> delivery.event().equals("acknowledged"))
            .findFirst()
            .orElseThrow();
    assertThat(pagerDuty.send(followUp, "default")).isEqualTo(Channel.Sent.as(number + "#2"));
    assertThat(acknowledged()).containsExactlyInAnyOrder(number, number + "#2");
  }

  private List<String> acknowledged() {
    return Providers.SERVER.findAll(postRequestedFor(urlPathMatching("/pagerduty.*"))).stream()
        .map(request -> Payload.read(request.getBodyAsString()))
        .filter(event -> event.path("dedup_key").asText().startsWith(number))
        .filter(event -> event.path("event_action").asText().equals("acknowledge"))
        .map(event -> event.path("dedup_key").asText())
        .toList();
  }

  @Test
  void somebody_unknown_counts_but_gets_no_task() throws Exception {
    response.runJobs(number);
    receive(event("E3", "incident.acknowledged", "user_reference", "Eve"))
        .andExpect(status().isAccepted());
    assertThat(response.incident(number).acknowledgedAt()).isNotNull();
    assertThat(response.task(number, "Task_triage").getAssignee()).isNull();
    assertThat(response.timeline(number)).contains("acknowledged: Acknowledged by pagerduty");
  }

  /** It calls nobody else any more, and whom it has called is not known here. */
  @Test
  void whoever_takes_what_is_restricted_there_has_taken_it_here() throws Exception {
    commands.security(number, "Somebody of ours did it", Actor.api("security"));
    receive(event("E10-" + number, "incident.acknowledged", "user_reference", "Jonas Weber"))
        .andExpect(status().isAccepted());
    assertThat(response.incident(number).acknowledgedAt()).isNotNull();
  }

  @Test
  void resolving_there_asks_the_health_gate_here_once() throws Exception {
    response.runJobs(number);
    response.triage(number, 1);
    response.nameRoles(number);
    var body = event("E4-" + number, "incident.resolved", "user_reference", "Ines Costa");
    receive(body).andExpect(status().isAccepted());
    receive(body).andExpect(status().isAccepted());

    assertThat(response.timeline(number))
        .filteredOn(line -> line.contains("Resolved in PagerDuty by Ines Costa"))
        .hasSize(1);
    assertThat(response.incident(number).status()).isNotEqualTo(Status.RESOLVED);
  }

  @Test
  void what_cannot_be_resolved_here_is_noted_once() throws Exception {
    response.runJobs(number);
    commands.dismiss(number, "A false alarm", Actor.api("commander"));
    var body = event("E5", "incident.resolved", "user_reference", "Ines Costa");
    receive(body).andExpect(status().isAccepted());
    receive(body).andExpect(status().isAccepted());
    assertThat(response.timeline(number))
        .filteredOn(
            line -> line.contains("Resolved in PagerDuty by Ines Costa. Nothing to do here"))
        .hasSize(1);
  }

  @Test
  void what_an_integration_resolves_is_our_own_echo() throws Exception {
    receive(
            event(
                "E9", "incident.resolved", "events_api_v2_inbound_integration_reference", "Tocsin"))
        .andExpect(status().isAccepted());
    assertThat(response.timeline(number)).noneMatch(line -> line.contains("PagerDuty"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"incident.triggered", "incident.annotated", "pagey.ping", ""})
  void other_events_are_accepted_and_ignored(String type) throws Exception {
    var before = response.timeline(number);
    receive(event("E6", type, "user_reference", "Ines Costa")).andExpect(status().isAccepted());
    assertThat(response.timeline(number)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "null", "{\"event\":1}", "not json", "{\"event\":{\"data\":{}}}"})
  void odd_bodies_are_accepted_and_ignored(String body) throws Exception {
    receive(body).andExpect(status().isAccepted());
  }

  @Test
  void each_of_several_signatures_may_fit() throws Exception {
    var body = event("E7", "incident.acknowledged", "user_reference", "Ines Costa");
    receive(body, "v1=" + "0".repeat(64) + ", " + sign(body)).andExpect(status().isAccepted());
    assertThat(response.incident(number).acknowledgedAt()).isNotNull();
  }

  @Test
  void without_the_right_signature_nothing_happens() throws Exception {
    var body = event("E8", "incident.acknowledged", "user_reference", "Ines Costa");
    for (var signature :
        new @Nullable String[] {null, "", "v1=", sign("{}"), sign(body).replace("v1=", "v2=")}) {
      receive(body, signature).andExpect(status().isForbidden());
    }
    assertThat(response.incident(number).acknowledgedAt()).isNull();
    receive("x".repeat(70_000)).andExpect(status().isPayloadTooLarge());
  }

  private ResultActions receive(String body) throws Exception {
    return receive(body, sign(body));
  }

  private ResultActions receive(String body, @Nullable String signature) throws Exception {
    var request = post("/pagerduty/webhooks").contentType(MediaType.APPLICATION_JSON).content(body);
    return web.perform(
        signature == null ? request : request.header("X-PagerDuty-Signature", signature));
  }

  private static String sign(String body) {
    return "v1=" + Hmac.sha256(SECRET, body.getBytes(StandardCharsets.UTF_8));
  }

  private String event(String id, String type, String agentType, String agent) {
    return event(id, type, agentType, agent, number);
  }

  /** As PagerDuty writes it, with the fields that count and some that do not. */
  private String event(String id, String type, String agentType, String agent, String key) {
    return Payload.json(
        Map.of(
            "event",
            Map.of(
                "id",
                id + number,
                "event_type",
                type,
                "resource_type",
                "incident",
                "occurred_at",
                "2026-02-10T14:50:00.000Z",
                "agent",
                Map.of("id", "PUSER01", "type", agentType, "summary", agent),
                "data",
                Map.of(
                    "id",
                    "PINC001",
                    "type",
                    "incident",
                    "number",
                    7,
                    "status",
                    "acknowledged",
                    "incident_key",
                    key,
                    "title",
                    "Checkout answers with errors"))));
  }
}
