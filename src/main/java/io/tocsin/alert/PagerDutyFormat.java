package io.tocsin.alert;

import io.tocsin.hash.Sha256;
import io.tocsin.problem.InvalidInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Events in the format of PagerDuty's Events API, version 2. */
@Component
class PagerDutyFormat implements AlertFormat {

  private static final String KEY = "routing_key";
  private static final List<String> SEVERITIES = List.of("critical", "error", "warning", "info");

  private final ServiceNames services;

  PagerDutyFormat(ServiceNames services) {
    this.services = services;
  }

  @Override
  public String name() {
    return "pagerduty";
  }

  @Override
  public Optional<String> path() {
    return Optional.of("/v2/enqueue");
  }

  @Override
  public Map<String, String> severities() {
    return Map.of("critical", "critical", "error", "high", "warning", "medium", "info", "low");
  }

  @Override
  public List<Alert> read(Received received) {
    // The key is a secret: it does not belong into the record.
    var event = Fields.of(received.payload(), "").without(KEY);
    var errors = errors(event);
    if (!errors.isEmpty()) {
      throw new InvalidInputException(
          errors.keySet().iterator().next(), String.join("; ", errors.values()));
    }
    var trigger = event.text("event_action").orElse("").equals("trigger");
    var payload = event.object("payload");
    var labels = new TreeMap<String, String>();
    if (payload.raw("custom_details").isObject()) {
      payload
          .raw("custom_details")
          .fields()
          .forEachRemaining(
              field -> {
                if (field.getValue().isValueNode() && labels.size() < 50) {
                  labels.put(
                      Text.clean(field.getKey()),
                      Text.cut(Text.clean(field.getValue().asText()), 500));
                }
              });
    }
    for (var name : List.of("component", "group", "class", "source")) {
      payload.text(name).ifPresent(value -> labels.putIfAbsent(name, value));
    }
    var at = payload.time("timestamp");
    var links = new ArrayList<String>();
    event.text("client_url").ifPresent(links::add);
    event.raw("links").forEach(link -> links.add(link.path("href").asText("")));
    return List.of(
        new Alert(
            received.source(),
            key(event),
            trigger,
            payload.text("summary").orElse("Event"),
            null,
            services.of(
                labels,
                payload.text("component").stream().toList(),
                java.util.stream.Stream.of(payload.text("group"), payload.text("source"))
                    .flatMap(Optional::stream)
                    .toList()),
            payload.text("severity").orElse(null),
            labels.get("kind"),
            at,
            trigger ? at : null,
            false,
            trigger ? null : at,
            Objects.requireNonNull(Alert.DETECTORS.get(0)),
            null,
            null,
            links,
            false,
            labels,
            null,
            event.payload()));
  }

  /** Returns what is wrong with an event, by field. */
  private static Map<String, String> errors(Fields event) {
    var errors = new LinkedHashMap<String, String>();
    var action = event.text("event_action").orElse("");
    if (!List.of("trigger", "acknowledge", "resolve").contains(action)) {
      errors.put("event_action", "'event_action' must be trigger, acknowledge or resolve");
    }
    var key = event.text("dedup_key");
    if (key.isEmpty() && !action.equals("trigger")) {
      errors.put("dedup_key", "'dedup_key' is missing or blank");
    }
    if (key.isPresent() && key.get().length() > 255) {
      errors.put("dedup_key", "'dedup_key' must be at most 255 characters");
    }
    if (action.equals("trigger")) {
      var payload = event.object("payload");
      for (var name : List.of("summary", "source")) {
        if (payload.text(name).isEmpty()) {
          errors.put("payload." + name, "'payload." + name + "' is missing or blank");
        }
      }
      if (!SEVERITIES.contains(payload.text("severity").orElse(""))) {
        errors.put(
            "payload.severity",
            "'payload.severity' must be one of " + String.join(", ", SEVERITIES));
      }
    }
    return errors;
  }

  /** Without a key of its own the same event is the same signal: a repeat pages nobody twice. */
  static String key(Fields event) {
    return event
        .text("dedup_key")
        .orElseGet(() -> Sha256.hex(event.without(KEY).raw("payload").toString()).substring(0, 32));
  }
}
