package io.tocsin.notification;

import static io.tocsin.notification.Payload.json;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentRounds;
import io.tocsin.incident.IncidentRounds.Round;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.people.Addressee;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * PagerDuty by its Events API v2. A round of an incident is one incident there: the number is the
 * key that PagerDuty joins events by, so a repeat alerts nobody twice. From the second round on the
 * round stands behind it: what ends a page late must not end one of the reopened incident, which
 * calls anew.
 */
@Component
class PagerDutyChannel implements Channel {

  /** Stored in place of the routing key, which is a secret. */
  private static final String ADDRESS = "default";

  private static final int MAX_SUMMARY = 1_024;
  private static final int MAX_DETAIL = 2_000;

  /** In bytes at most four times as much, far below the 512,000 that PagerDuty takes. */
  private static final int MAX_BODY = 20_000;

  private static final int MAX_LINKS = 10;
  private static final int MAX_KEY = 255;
  private static final String ROUND = "#";

  private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "info");

  private final PagerDutyProperties properties;
  private final IncidentProperties incidentProperties;
  private final Incidents incidents;
  private final IncidentRounds rounds;
  private final Deliveries deliveries;
  private final OutboundHttp http;
  private final Clock clock;

  PagerDutyChannel(
      PagerDutyProperties properties,
      IncidentProperties incidentProperties,
      Incidents incidents,
      IncidentRounds rounds,
      Deliveries deliveries,
      OutboundHttp http,
      Clock clock) {
    this.properties = properties;
    this.incidentProperties = incidentProperties;
    this.incidents = incidents;
    this.rounds = rounds;
    this.deliveries = deliveries;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "pagerduty";
  }

  @Override
  public String title() {
    return "PagerDuty";
  }

  @Override
  public boolean configured() {
    return properties.routingKey() != null;
  }

  /** Hears what becomes of an incident that it was told of. */
  @Override
  public boolean follows() {
    return true;
  }

  /** Whoever is meant: PagerDuty knows whom to call. */
  @Override
  public @Nullable String address(Addressee addressee) {
    return ADDRESS;
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    var incident = Optional.ofNullable(delivery.incident()).map(incidents::get);
    var action = incident.isEmpty() ? "trigger" : action(delivery.event());
    if (action.equals("trigger")) {
      var key =
          incident.map(i -> key(i.number(), i.reopenings() + 1)).orElse(delivery.id().toString());
      var event = event(key, action);
      event.put("client", "Tocsin");
      event.put("client_url", page(incident));
      event.put("payload", payload(delivery, incident));
      incident.map(this::links).ifPresent(links -> event.put("links", links));
      post(event);
      return Sent.as(key);
    }
    var keys = keys(delivery, incident.orElseThrow().number());
    keys.forEach(key -> post(event(key, action)));
    return Sent.as(keys.get(0));
  }

  /** Returns the number of the incident of which this is a key. */
  static String number(String key) {
    return key.split(ROUND, 2)[0];
  }

  private static String key(String number, int round) {
    return Cut.to(MAX_KEY, round == 1 ? number : number + ROUND + round);
  }

  /**
   * Returns what is open there of the round in which this was promised. A node of an earlier
   * version pages by the number alone in every round.
   */
  private List<String> keys(Delivery delivery, String number) {
    var said = delivery.createdAt();
    var last =
        rounds.of(number).stream()
            .filter(round -> !round.beganAt().isAfter(said))
            .reduce((before, after) -> after);
    var own = key(number, last.map(Round::number).orElse(1));
    return last.filter(round -> round.number() > 1)
            .filter(round -> deliveries.called(number, id(), number, round.beganAt(), said))
            .isPresent()
        ? List.of(own, number)
        : List.of(own);
  }

  private Map<String, Object> event(String key, String action) {
    var event = new LinkedHashMap<String, Object>();
    event.put("routing_key", Objects.requireNonNull(properties.routingKey()));
    event.put("dedup_key", key);
    event.put("event_action", action);
    return event;
  }

  private void post(Map<String, Object> event) {
    var request =
        new OutboundRequest(
            "POST",
            URI.create(properties.baseUrl() + "/v2/enqueue"),
            Map.of(),
            json(event),
            properties.timeout());
    ProviderAnswer.success("PagerDuty", http.send(request), clock.instant());
  }

  private static String action(String event) {
    return switch (event) {
      case "acknowledged" -> "acknowledge";
      case "resolved", "dismissed", "closed" -> "resolve";
      default -> "trigger";
    };
  }

  private static Map<String, Object> payload(Delivery delivery, Optional<IncidentView> incident) {
    var payload = new LinkedHashMap<String, Object>();
    var level = incident.map(IncidentView::severity).orElse(SEVERITIES.size());
    payload.put("severity", SEVERITIES.get(level - 1));
    payload.put("timestamp", delivery.createdAt().toString());
    var open = incident.filter(i -> !i.security());
    payload.put(
        "summary",
        Cut.to(
            MAX_SUMMARY,
            incident
                .filter(IncidentView::security)
                .map(i -> i.number() + " " + i.severityLabel() + ": a restricted incident")
                .orElse(delivery.subject())));
    payload.put(
        "source",
        open.filter(i -> !i.services().isEmpty())
            .map(i -> Cut.to(MAX_DETAIL, String.join(", ", i.services())))
            .orElse("tocsin"));
    open.filter(i -> !i.services().isEmpty())
        .ifPresent(i -> payload.put("component", Cut.to(MAX_DETAIL, i.services().get(0))));
    open.map(IncidentView::kind).ifPresent(kind -> payload.put("class", kind));
    incident.ifPresent(
        i -> payload.put("custom_details", i.security() ? known(i) : details(delivery, i)));
    return payload;
  }

  private static Map<String, Object> known(IncidentView incident) {
    var details = new LinkedHashMap<String, Object>();
    details.put("incident", incident.number());
    details.put("severity", incident.severityLabel());
    details.put("status", incident.status().word());
    details.put("declared_at", incident.declaredAt().toString());
    return details;
  }

  private static Map<String, Object> details(Delivery delivery, IncidentView incident) {
    var details = known(incident);
    details.put("title", incident.title());
    put(details, "impact_users", incident.impactUsers());
    put(details, "impact_business", incident.impactBusiness());
    put(details, "workaround", incident.workaround());
    put(details, "commander", incident.holder(Role.COMMANDER));
    details.put("event", delivery.event());
    details.put("message", Cut.to(MAX_BODY, delivery.body()));
    return details;
  }

  private static void put(Map<String, Object> details, String name, @Nullable String value) {
    if (value != null) {
      details.put(name, Cut.to(MAX_DETAIL, value));
    }
  }

  private List<Map<String, String>> links(IncidentView incident) {
    var page =
        Map.of("href", page(Optional.of(incident)), "text", incident.number() + " in Tocsin");
    return incident.security()
        ? List.of(page)
        : Stream.concat(
                Stream.of(page),
                incident.links().stream().map(link -> Map.of("href", link, "text", "Link")))
            .limit(MAX_LINKS)
            .toList();
  }

  private String page(Optional<IncidentView> incident) {
    return incident
        .map(i -> incidentProperties.pageOf(i.number()))
        .orElse(incidentProperties.baseUrl());
  }
}
