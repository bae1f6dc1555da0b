package io.tocsin.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookChannelTest {

  private static final String SECRET = "a-secret-of-the-test";

  @BeforeEach
  void takeEverything() {
    SERVER.resetAll();
    SERVER.stubFor(any(anyUrl()).willReturn(noContent()));
  }

  @Test
  void posts_a_signed_cloud_event() {
    var sent = channel(Samples.full()).send(Outside.delivery("declared"), "default");

    var request = Outside.request();
    assertThat(request.getUrl()).isEqualTo("/hook?token=1");
    assertThat(request.getHeader("ce-specversion")).isEqualTo("1.0");
    assertThat(request.getHeader("ce-id")).isEqualTo(sent.providerId()).hasSize(36);
    assertThat(request.getHeader("ce-source")).isEqualTo("https://tocsin.example.org");
    assertThat(request.getHeader("ce-type")).isEqualTo("io.tocsin.declared.v1");
    assertThat(request.getHeader("ce-subject")).isEqualTo(Samples.NUMBER);
    assertThat(request.getHeader("ce-time")).isEqualTo("2026-02-10T14:45:00Z");
    assertThat(request.getHeader("Content-Type")).startsWith("application/json");
    var timestamp = request.getHeader("X-Tocsin-Timestamp");
    assertThat(timestamp).isEqualTo(String.valueOf(Outside.NOW.getEpochSecond()));
    assertThat(request.getHeader("X-Tocsin-Signature"))
        .isEqualTo(
            "sha256="
                + WebhookChannel.sign(
                    SECRET, Long.parseLong(timestamp), request.getBodyAsString()));

    var body = Outside.json();
    assertThat(body.path("id").asText()).isEqualTo(sent.providerId());
    assertThat(body.path("incident").path("number").asText()).isEqualTo(Samples.NUMBER);
    assertThat(body.path("incident").path("severity").asInt()).isEqualTo(1);
    assertThat(body.path("incident").path("title").asText()).isEqualTo("Checkout is down");
    assertThat(body.path("message").path("text").asText()).isEqualTo("Take it now\n");
  }

  /** HMAC-SHA256 of {@code 1700000000.{}} with this key, from another tool. */
  @Test
  void signs_as_documented() {
    assertThat(WebhookChannel.sign("0123456789abcdef", 1_700_000_000L, "{}"))
        .isEqualTo("e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e");
  }

  @Test
  void the_same_message_has_the_same_id_however_often_it_is_sent() {
    var channel = channel(Samples.full());
    assertThat(channel.send(Outside.delivery("declared"), "default"))
        .isEqualTo(channel.send(Outside.delivery("declared"), "default"))
        .isNotEqualTo(channel.send(Outside.delivery("resolved"), "default"));
  }

  @Test
  void an_odd_event_breaks_no_header() {
    channel(Samples.full()).send(Outside.delivery("Ärger\r\nX-Evil: 1"), "default");
    assertThat(Outside.request().getHeader("ce-type")).isEqualTo("io.tocsin.-rger-x-evil-1.v1");
    assertThat(Outside.request().getHeader("X-Evil")).isNull();
  }

  @Test
  void is_bounded() {
    channel(Samples.full())
        .send(Outside.delivery("declared", "s", "ä".repeat(1_000_000)), "default");
    assertThat(Outside.request().getBody().length).isLessThan(64 * 1024);
  }

  @Test
  void tells_nothing_of_a_restricted_incident_but_that_there_is_one() {
    var incident = spy(Samples.full());
    when(incident.security()).thenReturn(true);
    channel(incident).send(Outside.delivery("declared"), "default");
    assertThat(Outside.request().getBodyAsString())
        .contains(Samples.NUMBER, "\"restricted\":true")
        .doesNotContain("Checkout")
        .doesNotContain("shop");
  }

  @Test
  void the_secret_is_long_enough_and_never_shown() {
    assertThatThrownBy(() -> new WebhookProperties("https://a.example.org", "short", PATIENT))
        .hasMessageContaining("at least 16 characters")
        .hasMessageNotContaining("short,");
    assertThatThrownBy(() -> new WebhookProperties("ftp://a.example.org", SECRET, PATIENT))
        .hasMessage("tocsin.notification.webhook.url: must be an http or https address");
    assertThat(new WebhookProperties("https://a.example.org/s3cret", SECRET, PATIENT))
        .hasToString("WebhookProperties[a.example.org]");
  }

  private static WebhookChannel channel(IncidentView incident) {
    return new WebhookChannel(
        new WebhookProperties(SERVER.url("/hook?token=1"), SECRET, PATIENT),
        TOCSIN,
        Outside.incidents(incident),
        HTTP,
        CLOCK);
  }
}
