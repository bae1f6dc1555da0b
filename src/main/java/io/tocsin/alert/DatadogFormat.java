package io.tocsin.alert;

import io.tocsin.hash.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * A webhook of Datadog with the body that our documentation gives: Datadog fills in its variables.
 */
@Component
class DatadogFormat implements AlertFormat {

  private static final String RECOVERED = "recovered";
  private static final List<String> FIRING =
      List.of("triggered", "re-triggered", "warn", "re-warn", "no data", "re-no data", "renotify");

  private final ServiceNames services;

  DatadogFormat(ServiceNames services) {
    this.services = services;
  }

  @Override
  public String name() {
    return "datadog";
  }

  @Override
  public Map<String, String> severities() {
    return Map.of(
        "p1",
        "critical",
        "p2",
        "high",
        "p3",
        "medium",
        "p4",
        "low",
        "p5",
        "low",
        "error",
        "high",
        "warning",
        "medium",
        "info",
        "low",
        "success",
        "low");
  }

  @Override
  public List<Alert> read(Received received) {
    var event = Fields.of(received.payload(), "");
    var transition =
        event
            .text("transition")
            .orElseThrow(() -> event.refuse("transition", "send $ALERT_TRANSITION"))
            .toLowerCase(Locale.ROOT);
    var firing = !transition.equals(RECOVERED);
    if (firing && !FIRING.contains(transition)) {
      throw event.refuse(
          "transition",
          "'%s' is none of %s, %s"
              .formatted(Fields.echo(transition), String.join(", ", FIRING), RECOVERED));
    }
    var at = event.millis("date");
    // What is said once more began earlier.
    var began = firing && !transition.startsWith("re") ? at : null;
    var labels = labels(event.text("tags").orElse(""));
    return List.of(
        new Alert(
            received.source(),
            fingerprint(event),
            firing,
            event
                .text("title")
                .orElseThrow(
                    () -> event.refuse("title", "send $EVENT_TITLE or a line of your own")),
            event.text("text").orElse(null),
            services.of(labels, List.of(), event.text("hostname").stream().toList()),
            event.text("priority", "alert_type").orElse(null),
            labels.get("kind"),
            firing ? at : null,
            began,
            true,
            firing ? null : at,
            Alert.DETECTORS.get(0),
            null,
            null,
            Stream.of(event.text("link"), event.text("snapshot"))
                .flatMap(link -> link.stream())
                .toList(),
            false,
            labels,
            null,
            event.payload()));
  }

  /** The cycle lasts from the trigger to the recovery. */
  private static String fingerprint(Fields event) {
    return event
        .text("alert_cycle_key")
        .orElseGet(
            () -> {
              var id =
                  event
                      .text("alert_id")
                      .orElseThrow(() -> event.refuse("alert_cycle_key", "send $ALERT_CYCLE_KEY"));
              return Sha256.hex(id + '\0' + event.text("scope").orElse(""));
            });
  }

  /** Tags come in one text: {@code env:prod,service:shop-api}. */
  private static Map<String, String> labels(String tags) {
    var labels = new TreeMap<String, String>();
    for (var tag : tags.split(",")) {
      var colon = tag.indexOf(':');
      if (colon > 0 && labels.size() < 50) {
        labels.putIfAbsent(tag.substring(0, colon).strip(), tag.substring(colon + 1).strip());
      }
    }
    return labels;
  }
}
