package io.tocsin.alert;

import io.tocsin.hash.Sha256;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Our own simple JSON, one alert a payload, for senders that nothing else fits. */
@Component
class GenericFormat implements AlertFormat {

  @Override
  public String name() {
    return "generic";
  }

  @Override
  public List<Alert> read(Received received) {
    return List.of(read(received.source(), Fields.of(received.payload(), "")));
  }

  static Alert read(String source, Fields alert) {
    var title =
        alert
            .text("title")
            .orElseThrow(() -> alert.refuse("title", "say in one line what is wrong"));
    var services = alert.texts("services", "service", "affectedServices", "affected_services");
    var detectedAt = alert.time("detectedAt", "detected_at");
    return new Alert(
        source,
        alert.text("fingerprint").orElseGet(() -> fingerprint(title, services)),
        firing(alert),
        title,
        alert.text("description").orElse(null),
        services,
        alert.text("severity").orElse(null),
        alert.text("kind").orElse(null),
        detectedAt,
        // It began no later than somebody noticed.
        detectedAt,
        false,
        null,
        detectedBy(alert),
        alert.text("reporter").orElse(null),
        alert.text("firstResponder", "first_responder").orElse(null),
        alert.texts("links"),
        alert.flag("security"),
        Map.of(),
        null,
        alert.payload());
  }

  static boolean firing(Fields alert) {
    var status = alert.text("status").orElse("firing");
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "firing" -> true;
      case "resolved" -> false;
      default ->
          throw alert.refuse(
              "status", "'" + Fields.echo(status) + "' is neither firing nor resolved");
    };
  }

  static String detectedBy(Fields alert) {
    var detector = alert.text("detectedBy", "detected_by").orElse(Alert.DETECTORS.get(0));
    if (!Alert.DETECTORS.contains(detector)) {
      throw alert.refuse(
          alert.has("detectedBy") ? "detectedBy" : "detected_by",
          "'" + Fields.echo(detector) + "' is none of " + String.join(", ", Alert.DETECTORS));
    }
    return detector;
  }

  private static String fingerprint(String title, List<String> services) {
    var identity = Text.line(title) + '\0' + String.join("\0", services.stream().sorted().toList());
    return Sha256.hex(identity);
  }
}
