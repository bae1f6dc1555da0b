package io.tocsin.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static io.tocsin.notification.Outside.CLOCK;
import static io.tocsin.notification.Outside.HTTP;
import static io.tocsin.notification.Outside.PATIENT;
import static io.tocsin.notification.Outside.SERVER;
import static io.tocsin.notification.Outside.TOCSIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.when;

import io.tocsin.incident.IncidentView;
import io.tocsin.people.Addressee;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagerDutyChannelTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

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
                    properties(""), TOCSIN, Outside.incidents(Samples.full()), HTTP, CLOCK)
                .configured())
        .isFalse();
    assertThatThrownBy(() -> properties("s3cret"))
        .hasMessageContaining("tocsin.notification.pagerduty.routing-key")
        .hasMessageNotContaining("s3cret");
  }

  private static PagerDutyChannel channel(IncidentView incident) {
    return new PagerDutyChannel(properties(KEY), TOCSIN, Outside.incidents(incident), HTTP, CLOCK);
  }

  private static PagerDutyProperties properties(String key) {
    return new PagerDutyProperties(URI.create(SERVER.baseUrl()), key, List.of(), PATIENT);
  }
}
