package io.tocsin.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static io.tocsin.notification.Outside.CLOCK;
import static io.tocsin.notification.Outside.HTTP;
import static io.tocsin.notification.Outside.NOW;
import static io.tocsin.notification.Outside.PATIENT;
import static io.tocsin.notification.Outside.SERVER;
import static io.tocsin.notification.Outside.TOCSIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

import io.tocsin.incident.IncidentRounds;
import io.tocsin.incident.IncidentRounds.Round;
import io.tocsin.incident.IncidentView;
import io.tocsin.people.Addressee;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyChannelTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private final IncidentRounds rounds = mock();
  private final Deliveries deliveries = mock();

  @BeforeEach
  void takeEverything() {
    SERVER.resetAll();
    SERVER.stubFor(
        any(anyUrl())
            .willReturn(
                jsonResponse(
                    "{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"x\"}",
                    202)));
  }

  @Test
  void triggers_one_incident_by_its_number() {
    assertThat(channel(Samples.full()).send(Outside.delivery("escalation"), "default"))
        .isEqualTo(Channel.Sent.as(Samples.NUMBER));

    assertThat(Outside.request().getUrl()).isEqualTo("/v2/enqueue");
    var event = Outside.json();
    assertThat(event.path("routing_key").asText()).isEqualTo(KEY);
    assertThat(event.path("event_action").asText()).isEqualTo("trigger");
    assertThat(event.path("dedup_key").asText()).isEqualTo(Samples.NUMBER);
    assertThat(event.path("client").asText()).isEqualTo("Tocsin");
    assertThat(event.path("client_url").asText())
        .isEqualTo("https://tocsin.example.org/incidents/" + Samples.NUMBER);
    assertThat(event.path("links").findValuesAsText("href"))
        .containsExactly(
            "https://tocsin.example.org/incidents/" + Samples.NUMBER, "https://call.example.org/1");
    var payload = event.path("payload");
    assertThat(payload.path("summary").asText()).contains("Checkout is down");
    assertThat(payload.path("source").asText()).isEqualTo("shop-web, shop-api");
    assertThat(payload.path("component").asText()).isEqualTo("shop-web");
    assertThat(payload.path("class").asText()).isEqualTo("service-outage");
    assertThat(payload.path("severity").asText()).isEqualTo("critical");
    assertThat(payload.path("timestamp").asText()).isEqualTo("2026-02-10T14:45:00Z");
    assertThat(payload.path("custom_details").path("impact_users").asText())
        .isEqualTo("Nobody can pay");
    assertThat(payload.path("custom_details").path("message").asText()).contains("Take it now");
  }

  @ParameterizedTest
  @CsvSource({"1, critical", "2, error", "3, warning", "4, info"})
  void says_how_bad_it_is(int level, String word) {
    var incident = spy(Samples.full());
    when(incident.severity()).thenReturn(level);
    channel(incident).send(Outside.delivery("declared"), "default");
    assertThat(Outside.json().path("payload").path("severity").asText()).isEqualTo(word);
  }

  @ParameterizedTest
  @CsvSource({
    "acknowledged, acknowledge",
    "resolved, resolve",
    "dismissed, resolve",
    "closed, resolve"
  })
  void tells_what_became_of_it(String event, String action) {
    channel(Samples.full()).send(Outside.delivery(event), "default");
    assertThat(Outside.json().path("event_action").asText()).isEqualTo(action);
    assertThat(Outside.json().path("dedup_key").asText()).isEqualTo(Samples.NUMBER);
    assertThat(Outside.json().has("payload")).isFalse();
    assertThat(channel(Samples.full()).follows()).isTrue();
  }

  @Test
  void a_reopened_incident_is_another_one_there() {
    assertThat(channel(reopened()).send(Outside.delivery("escalation"), "default"))
        .isEqualTo(Channel.Sent.as(Samples.NUMBER + "#2"));
    assertThat(Outside.json().path("dedup_key").asText()).isEqualTo(Samples.NUMBER + "#2");
    assertThat(PagerDutyChannel.number(Samples.NUMBER + "#2")).isEqualTo(Samples.NUMBER);
  }

  @Test
  void what_ends_a_page_late_ends_none_of_the_reopened_incident() {
    begun(NOW.minusSeconds(60), NOW.plusSeconds(60));
    channel(reopened()).send(Outside.delivery("resolved"), "default");
    assertThat(keys()).containsExactly(Samples.NUMBER);
  }

  @Test
  void what_ends_a_page_of_the_reopened_incident_ends_that() {
    begun(NOW.minusSeconds(60), NOW.minusSeconds(30));
    channel(reopened()).send(Outside.delivery("acknowledged"), "default");
    assertThat(keys()).containsExactly(Samples.NUMBER + "#2");
  }

  @Test
  void a_page_that_a_node_of_an_earlier_version_sent_again_is_ended_too() {
    var again = NOW.minusSeconds(30);
    begun(NOW.minusSeconds(60), again);
    when(deliveries.called(Samples.NUMBER, "pagerduty", Samples.NUMBER, again, NOW))
        .thenReturn(true);
    channel(reopened()).send(Outside.delivery("acknowledged"), "default");
    assertThat(keys()).containsExactlyInAnyOrder(Samples.NUMBER + "#2", Samples.NUMBER);
  }

  @Test
  void ends_the_page_of_a_round_though_older_ones_are_not_on_record() {
    when(rounds.of(Samples.NUMBER))
        .thenReturn(
            List.of(
                new Round(1, NOW.minusSeconds(90), null, null),
                new Round(4, NOW.minusSeconds(30), null, null)));
    channel(reopened()).send(Outside.delivery("acknowledged"), "default");
    assertThat(keys()).containsExactly(Samples.NUMBER + "#4");
  }

  private static IncidentView reopened() {
    var incident = spy(Samples.full());
    when(incident.reopenings()).thenReturn(1);
    return incident;
  }

  private void begun(Instant... at) {
    when(rounds.of(Samples.NUMBER))
        .thenReturn(
            IntStream.range(0, at.length)
                .mapToObj(i -> new Round(i + 1, at[i], null, null))
                .toList());
  }

  private static List<String> keys() {
    return SERVER.findAll(anyRequestedFor(anyUrl())).stream()
        .map(request -> Payload.read(request.getBodyAsString()).path("dedup_key").asText())
        .toList();
  }

  @Test
  void stays_within_the_limits() {
    channel(Samples.full())
        .send(
            Outside.delivery("declared", "😀".repeat(5_000), "\"\\\u0001ä😀".repeat(200_000)),
            "default");
    assertThat(Outside.request().getBody().length).isLessThan(512_000);
    assertThat(Outside.json().path("payload").path("summary").asText())
        .hasSizeLessThanOrEqualTo(1_024)
        .endsWith("😀…");
  }

  @Test
  void tells_nothing_of_a_restricted_incident_but_that_there_is_one() {
    var incident = spy(Samples.full());
    when(incident.security()).thenReturn(true);
    channel(incident).send(Outside.delivery("declared"), "default");
    assertThat(Outside.request().getBodyAsString())
        .contains(Samples.NUMBER)
        .doesNotContain("Checkout")
        .doesNotContain("shop")
        .doesNotContain("Nobody can");
  }

  @Test
  void a_test_belongs_to_no_incident() {
    channel(Samples.full()).send(Outside.delivery(null, "test", "A test", "", false), "default");
    assertThat(Outside.json().path("payload").path("severity").asText()).isEqualTo("info");
    assertThat(Outside.json().path("payload").path("source").asText()).isEqualTo("tocsin");
  }

  @Test
  void the_key_is_neither_stored_nor_shown() {
    var channel = channel(Samples.full());
    assertThat(channel.address(new Addressee("cto", "CTO", null, null))).isEqualTo("default");
    assertThat(properties(KEY)).asString().doesNotContain(KEY);
    assertThat(
            new PagerDutyChannel(
                    properties(""),
                    TOCSIN,
                    Outside.incidents(Samples.full()),
                    rounds,
                    deliveries,
                    HTTP,
                    CLOCK)
                .configured())
        .isFalse();
    assertThatThrownBy(() -> properties("s3cret"))
        .hasMessageContaining("tocsin.notification.pagerduty.routing-key")
        .hasMessageNotContaining("s3cret");
  }

  private PagerDutyChannel channel(IncidentView incident) {
    return new PagerDutyChannel(
        properties(KEY), TOCSIN, Outside.incidents(incident), rounds, deliveries, HTTP, CLOCK);
  }

  private static PagerDutyProperties properties(String key) {
    return new PagerDutyProperties(URI.create(SERVER.baseUrl()), key, List.of(), PATIENT);
  }
}
