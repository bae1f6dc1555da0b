package io.tocsin.notification;

import static io.tocsin.notification.Payload.json;
import static java.util.Objects.requireNonNull;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.people.Addressee;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * A signed webhook for everything that has no channel of its own: a CloudEvent in binary mode. A
 * policy that names it has the message posted once, whoever its recipients are.
 */
@Component
class WebhookChannel implements Channel {

  /** Stored in place of the URL, which may hold a secret. */
  private static final String ADDRESS = "default";

  private static final int MAX_BODY = 20_000;

  private final WebhookProperties properties;
  private final IncidentProperties incidentProperties;
  private final Incidents incidents;
  private final OutboundHttp http;
  private final Clock clock;

  WebhookChannel(
      WebhookProperties properties,
      IncidentProperties incidentProperties,
      Incidents incidents,
      OutboundHttp http,
      Clock clock) {
    this.properties = properties;
    this.incidentProperties = incidentProperties;
    this.incidents = incidents;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "webhook";
  }

  @Override
  public String title() {
    return "webhook";
  }

  @Override
  public boolean configured() {
    return properties.address() != null;
  }

  @Override
  public @Nullable String address(Addressee addressee) {
    return ADDRESS;
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    var incident = Optional.ofNullable(delivery.incident()).map(incidents::get);
    var id = UUID.nameUUIDFromBytes(delivery.key().getBytes(StandardCharsets.UTF_8)).toString();
    var type = "io.tocsin." + word(delivery.event()) + ".v1";
    var body = json(body(delivery, incident, id, type));
    var timestamp = clock.instant().getEpochSecond();
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json; charset=UTF-8");
    headers.put("ce-specversion", "1.0");
    headers.put("ce-id", id);
    headers.put("ce-source", incidentProperties.baseUrl());
    headers.put("ce-type", type);
    incident.ifPresent(i -> headers.put("ce-subject", i.number()));
    headers.put("ce-time", delivery.createdAt().toString());
    headers.put("X-Tocsin-Timestamp", String.valueOf(timestamp));
    headers.put(
        "X-Tocsin-Signature",
        "sha256=" + sign(requireNonNull(properties.secret()), timestamp, body));
    var url = requireNonNull(properties.address());
    ProviderAnswer.success(
        "The webhook",
        http.send(new OutboundRequest("POST", url, headers, body, properties.timeout())),
        clock.instant());
    return Sent.as(id);
  }

  static String sign(String secret, long timestamp, String body) {
    return Hmac.sha256(secret, (timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
  }

  /** The headers are not signed; what matters of them stands here too. */
  private Map<String, @Nullable Object> body(
      Delivery delivery, Optional<IncidentView> incident, String id, String type) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("id", id);
    body.put("type", type);
    body.put("event", delivery.event());
    body.put("audience", delivery.audience());
    body.put("incident", incident.map(this::facts).orElse(null));
    if (incident.filter(IncidentView::security).isEmpty()) {
      body.put(
          "message",
          Map.of("subject", delivery.subject(), "text", Cut.to(MAX_BODY, delivery.body())));
    }
    return body;
  }

  private Map<String, @Nullable Object> facts(IncidentView incident) {
    var facts = new LinkedHashMap<String, @Nullable Object>();
    facts.put("number", incident.number());
    facts.put("url", incidentProperties.pageOf(incident.number()));
    facts.put("severity", incident.severity());
    facts.put("label", incident.severityLabel());
    facts.put("status", incident.status().word());
    facts.put("restricted", incident.security());
    if (!incident.security()) {
      facts.put("title", incident.title());
      facts.put("services", List.copyOf(incident.services()));
      facts.put("kind", incident.kind());
    }
    facts.put("declaredAt", time(incident.declaredAt()));
    facts.put("acknowledgedAt", time(incident.acknowledgedAt()));
    facts.put("resolvedAt", time(incident.resolvedAt()));
    facts.put("closedAt", time(incident.closedAt()));
    return facts;
  }

  private static @Nullable String time(@Nullable Instant instant) {
    return instant == null ? null : Objects.toString(instant);
  }

  private static String word(String event) {
    return event.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]+", "-");
  }
}
