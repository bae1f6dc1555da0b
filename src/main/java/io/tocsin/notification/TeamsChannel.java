package io.tocsin.notification;

import static io.tocsin.notification.Payload.json;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Texts;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundResponse;
import io.tocsin.people.Addressee;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Microsoft Teams, by the incoming webhook or workflow of a contact, as an Adaptive Card. */
@Component
class TeamsChannel implements Channel {

  /** Teams takes 28 KB a message. */
  private static final int MAX_TEXT = 4_000;

  private static final int MAX_LINES = 40;

  /** Connectors answer 200 with this when Teams itself did not take it. */
  private static final String FAILED = "delivery failed";

  private final TeamsProperties properties;
  private final IncidentProperties incidentProperties;
  private final Webhooks webhooks;

  TeamsChannel(
      TeamsProperties properties,
      IncidentProperties incidentProperties,
      Incidents incidents,
      OutboundHttp http,
      Clock clock) {
    this.properties = properties;
    this.incidentProperties = incidentProperties;
    this.webhooks =
        new Webhooks(title(), properties.addresses(), properties.timeout(), incidents, http, clock);
  }

  @Override
  public String id() {
    return "teams";
  }

  @Override
  public String title() {
    return "Microsoft Teams";
  }

  @Override
  public boolean configured() {
    return !properties.addresses().isEmpty();
  }

  @Override
  public @Nullable String address(Addressee addressee) {
    return webhooks.address(addressee);
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    return webhooks.send(
        delivery, address, incident -> message(delivery, incident), TeamsChannel::requireShown);
  }

  private String message(Delivery delivery, Optional<IncidentView> incident) {
    var card = new LinkedHashMap<String, Object>();
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard");
    card.put("version", "1.4");
    card.put("fallbackText", delivery.subject());
    card.put("msteams", Map.of("width", "Full"));
    var body = new ArrayList<Map<String, Object>>();
    body.add(line(Map.of("text", delivery.subject(), "size", "Large", "weight", "Bolder")));
    incident.ifPresent(i -> body.add(facts(i)));
    Cut.to(MAX_TEXT, delivery.body())
        .lines()
        .filter(line -> !line.isBlank())
        .limit(MAX_LINES)
        .forEach(line -> body.add(line(Map.of("text", line))));
    card.put("body", body);
    incident.ifPresent(
        i ->
            card.put(
                "actions",
                List.of(
                    Map.of(
                        "type",
                        "Action.OpenUrl",
                        "title",
                        "Open the incident",
                        "url",
                        incidentProperties.pageOf(i.number())))));
    return json(
        Map.of(
            "type",
            "message",
            "attachments",
            List.of(
                Map.of(
                    "contentType", "application/vnd.microsoft.card.adaptive", "content", card))));
  }

  /** Markdown works in facts: only words of ours and of the policy stand there. */
  private static Map<String, Object> facts(IncidentView incident) {
    return Map.of(
        "type",
        "FactSet",
        "facts",
        List.of(
            Map.of("title", "Incident", "value", incident.number()),
            Map.of("title", "Severity", "value", incident.severityLabel()),
            Map.of("title", "Status", "value", incident.status().word()),
            Map.of("title", "Declared", "value", Texts.time(incident.declaredAt()))));
  }

  /** Text that is shown as it is written; a text block would read markdown in it. */
  private static Map<String, Object> line(Map<String, Object> text) {
    var run = new LinkedHashMap<String, Object>(text);
    run.put("type", "TextRun");
    return Map.of("type", "RichTextBlock", "spacing", "Small", "inlines", List.of(run));
  }

  private static void requireShown(OutboundResponse answer) {
    if (answer.body().contains(FAILED)) {
      var tooLarge = answer.body().contains("413");
      throw tooLarge
          ? NotTakenException.forGood("Microsoft Teams found the message too large")
          : NotTakenException.forNow("Microsoft Teams did not take it from its own webhook");
    }
  }
}
