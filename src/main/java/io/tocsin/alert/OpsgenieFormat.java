package io.tocsin.alert;

import io.tocsin.hash.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Alerts in the format of Opsgenie's alert API. */
@Component
class OpsgenieFormat implements AlertFormat {

  private static final List<String> PRIORITIES = List.of("P1", "P2", "P3", "P4", "P5");
  private static final int MAX_ALIAS = 512;

  private final ServiceNames services;

  OpsgenieFormat(ServiceNames services) {
    this.services = services;
  }

  @Override
  public String name() {
    return "opsgenie";
  }

  @Override
  public Optional<String> path() {
    return Optional.of("/v2/alerts");
  }

  @Override
  public Map<String, String> severities() {
    return Map.of("p1", "critical", "p2", "high", "p3", "medium", "p4", "low", "p5", "low");
  }

  @Override
  public List<Alert> read(Received received) {
    var alert = Fields.of(received.payload(), "");
    var message =
        alert.text("message").orElseThrow(() -> alert.refuse("message", "can not be empty"));
    var priority = alert.text("priority").orElse("P3");
    if (!PRIORITIES.contains(priority)) {
      throw alert.refuse("priority", "must be one of " + String.join(", ", PRIORITIES));
    }
    var alias = alert.text("alias").orElseGet(() -> derived(alert, message));
    if (alias.length() > MAX_ALIAS) {
      throw alert.refuse("alias", "must be at most " + MAX_ALIAS + " characters");
    }
    var labels = new TreeMap<>(alert.object("details").all());
    alert.texts("tags").stream()
        .filter(tag -> tag.indexOf(':') > 0)
        .limit(50)
        .forEach(
            tag ->
                labels.putIfAbsent(
                    tag.substring(0, tag.indexOf(':')).strip(),
                    tag.substring(tag.indexOf(':') + 1).strip()));
    return List.of(
        alert(
            received.source(),
            alias,
            true,
            message,
            alert.text("description").orElse(null),
            services.of(
                labels,
                alert.text("entity").stream().toList(),
                alert.text("source").stream().toList()),
            priority,
            labels,
            alert.payload()));
  }

  /** The signal of an alert that is closed or acknowledged. */
  static Alert signal(String source, String alias) {
    return alert(
        source, alias, false, "Alert " + alias, null, List.of(), null, Map.of(), AlertPayload.NONE);
  }

  private static Alert alert(
      String source,
      String alias,
      boolean firing,
      String title,
      @org.jspecify.annotations.Nullable String description,
      List<String> services,
      @org.jspecify.annotations.Nullable String priority,
      Map<String, String> labels,
      AlertPayload payload) {
    return new Alert(
        source,
        alias,
        firing,
        title,
        description,
        services,
        priority,
        labels.get("kind"),
        null,
        null,
        false,
        null,
        Objects.requireNonNull(Alert.DETECTORS.get(0)),
        null,
        null,
        Stream.of(labels.get("url"), labels.get("runbook_url")).filter(Objects::nonNull).toList(),
        false,
        labels,
        null,
        payload);
  }

  private static String derived(Fields alert, String message) {
    return Sha256.hex(message + '\0' + alert.text("entity", "source").orElse(""));
  }
}
