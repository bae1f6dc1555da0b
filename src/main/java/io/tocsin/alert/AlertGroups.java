package io.tocsin.alert;

import io.tocsin.hash.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The envelope of Alertmanager, which Grafana sends as well: a group of alerts with labels. */
@Component
class AlertGroups {

  private static final Logger LOG = LoggerFactory.getLogger(AlertGroups.class);

  private final List<String> serviceLabels;

  AlertGroups(AlertProperties properties) {
    this.serviceLabels = properties.serviceLabels();
  }

  /** Reads all alerts of a group. */
  List<Alert> read(Received received) {
    var envelope = Fields.of(received.payload(), "");
    var alerts =
        envelope.objects(
            "alerts", "must be the list of alerts that Alertmanager sends, and Grafana");
    var group = group(envelope);
    envelope
        .text("truncatedAlerts")
        .filter(number -> !"0".equals(number))
        .ifPresent(
            number ->
                LOG.warn(
                    "{} left out {} alerts of the group {}: raise max_alerts of its webhook",
                    received.source(),
                    Fields.echo(number),
                    group == null ? "(none)" : Text.line(group)));
    return alerts.stream().map(alert -> read(received.source(), alert, group)).toList();
  }

  private Alert read(String source, Fields alert, @Nullable String group) {
    var labels = alert.object("labels").all();
    var annotations = alert.object("annotations");
    var startsAt = alert.time("startsAt");
    return new Alert(
        source,
        alert.text("fingerprint").orElseGet(() -> fingerprint(alert, labels)),
        firing(alert),
        annotations
            .text("summary", "title")
            .orElseGet(() -> labels.getOrDefault("alertname", "Alert without a name")),
        annotations.text("description", "message").or(() -> alert.text("valueString")).orElse(null),
        services(labels),
        labels.get("severity"),
        labels.getOrDefault("kind", labels.get("incident_kind")),
        // The rule fired then: that is when it was noticed. Nobody says when it began.
        startsAt,
        startsAt,
        true,
        alert.time("endsAt"),
        Alert.DETECTORS.get(0),
        null,
        null,
        links(alert, annotations),
        false,
        labels,
        group,
        alert.payload());
  }

  private List<String> services(SortedMap<String, String> labels) {
    for (var label : serviceLabels) {
      var service = labels.get(label);
      if (service != null) {
        return List.of(service);
      }
    }
    return List.of();
  }

  private static List<String> links(Fields alert, Fields annotations) {
    var links = new ArrayList<String>();
    annotations.text("runbook_url", "runbook").ifPresent(links::add);
    annotations.text("dashboard", "dashboard_url").ifPresent(links::add);
    alert.text("dashboardURL").ifPresent(links::add);
    alert.text("panelURL").ifPresent(links::add);
    alert.text("generatorURL").ifPresent(links::add);
    return links;
  }

  private static boolean firing(Fields alert) {
    var status = alert.text("status").orElse("firing");
    return switch (status) {
      case "firing" -> true;
      case "resolved" -> false;
      default ->
          throw alert.refuse(
              "status", "'" + Fields.echo(status) + "' is neither firing nor resolved");
    };
  }

  /** A key that ends in an empty set of labels means "everything", which correlates nothing. */
  private static @Nullable String group(Fields envelope) {
    return envelope.text("groupKey").filter(key -> !key.endsWith(":{}")).orElse(null);
  }

  /** As Alertmanager does: the labels are the identity. */
  private static String fingerprint(Fields alert, SortedMap<String, String> labels) {
    if (labels.isEmpty()) {
      throw alert.refuse("fingerprint", "give a fingerprint or labels, to tell alerts apart");
    }
    var all = new StringBuilder();
    labels.forEach((name, value) -> all.append(name).append('\0').append(value).append('\0'));
    return Sha256.hex(all.toString());
  }
}
