package io.tocsin.notification;

import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.notification.Delivery.State;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.TestHttp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a channel needs around it, and a provider that answers as a test wants. */
final class Outside {

  static final WireMockServer SERVER = started();
  static final OutboundHttp HTTP = TestHttp.client();
  static final Instant NOW = Instant.parse("2026-02-10T14:45:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final IncidentProperties TOCSIN =
      new IncidentProperties("parsify", "https://tocsin.example.org", null);

  /** Passes well before a silent provider answers. */
  static final Duration LIMIT = Duration.ofMillis(500);

  static final Duration PATIENT = Duration.ofSeconds(10);

  private Outside() {}

  private static WireMockServer started() {
    var server = new WireMockServer(WireMockConfiguration.options().dynamicPort());
    server.start();
    return server;
  }

  static Incidents incidents(IncidentView incident) {
    var incidents = mock(Incidents.class);
    when(incidents.get(anyString())).thenReturn(incident);
    return incidents;
  }

  static Delivery delivery(String event) {
    return delivery(
        event, Samples.NUMBER + " Severity 1 declared: Checkout is down", "Take it now\n");
  }

  static Delivery delivery(String event, String subject, String body) {
    return delivery(Samples.NUMBER, event, subject, body, true);
  }

  static Delivery delivery(
      @Nullable String incident, String event, String subject, String body, boolean urgent) {
    return new Delivery(
        UUID.fromString("11111111-2222-4333-8444-555555555555"),
        "key:" + event,
        incident,
        event,
        "1",
        "team",
        "team-channel",
        "Team channel",
        "any",
        "any",
        subject,
        body,
        "<id@example.org>",
        State.PENDING,
        0,
        null,
        NOW,
        null,
        null,
        urgent,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  static LoggedRequest request() {
    return SERVER
        .findAll(
            com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor(
                com.github.tomakehurst.wiremock.client.WireMock.anyUrl()))
        .get(0);
  }

  static JsonNode json() {
    return Payload.read(request().getBodyAsString());
  }
}
