package io.tocsin.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The webhook contact point of Grafana, which may sign. */
@Component
class GrafanaFormat implements AlertFormat {

  private static final String TIMESTAMP = "X-Grafana-Alerting-Timestamp";

  private final AlertGroups groups;

  GrafanaFormat(AlertGroups groups) {
    this.groups = groups;
  }

  @Override
  public String name() {
    return "grafana";
  }

  @Override
  public Optional<Boolean> signature(
      AlertRequest request, byte[] body, AlertProperties.Source settings, Instant now) {
    var key = settings.secret();
    var signature = request.getHeader("X-Grafana-Alerting-Signature");
    if (key == null || signature == null) {
      return Optional.empty();
    }
    var wanted = settings.timestampHeader();
    var timestamp = request.getHeader(wanted == null ? TIMESTAMP : wanted);
    if (timestamp == null) {
      return Optional.of(wanted == null && key.signed(signature, "", body));
    }
    return Optional.of(
        key.signed(signature, timestamp + ":", body) && SigningKey.near(timestamp, now));
  }

  @Override
  public List<Alert> read(Received received) {
    return groups.read(received);
  }
}
