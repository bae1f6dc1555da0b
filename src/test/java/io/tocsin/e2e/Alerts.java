package io.tocsin.e2e;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What Alertmanager sends. */
final class Alerts {

  static final String PATH = "/api/v1/alerts/alertmanager";

  private static final String TOKEN = "local-alerts";

  /** How the sample's Alertmanager says who it is. */
  static final String AUTHORIZATION = "Bearer " + TOKEN;

  private Alerts() {}

  /** Posts alerts that fire on one service. */
  static Caller.Answer send(String base, String group, String service, List<String> fingerprints) {
    return Caller.bearer(base, TOKEN)
        .post(PATH, payload(group, service, fingerprints), "application/json");
  }

  /** Makes the payload of alerts that fire on one service. */
  static byte[] payload(String group, String service, List<String> fingerprints) {
    var alerts =
        fingerprints.stream()
            .map(
                fingerprint ->
                    Map.of(
                        "status",
                        "firing",
                        "fingerprint",
                        fingerprint,
                        "labels",
                        Map.of("alertname", "Slow", "service", service, "severity", "warning"),
                        "annotations",
                        Map.of("summary", "Pages are slow"),
                        "startsAt",
                        "2026-01-05T10:00:00Z"))
            .toList();
    return Caller.text(
            Map.of(
                "version",
                "4",
                "groupKey",
                group,
                "status",
                "firing",
                "receiver",
                "tocsin",
                "alerts",
                alerts))
        .getBytes(StandardCharsets.UTF_8);
  }
}
