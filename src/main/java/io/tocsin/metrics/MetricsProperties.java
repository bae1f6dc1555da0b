package io.tocsin.metrics;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of key figures, {@code tocsin.metrics}.
 *
 * @param recurrenceWithin an incident of the same kind and service within this time before is the
 *     same trouble again
 * @param token what Prometheus sends as bearer token; without it only administrators and process
 *     owners read the live figures
 */
@ConfigurationProperties("tocsin.metrics")
public record MetricsProperties(
    @DefaultValue("30d") Duration recurrenceWithin, @Nullable String token) {

  private static final int SHORTEST_TOKEN = 16;

  public MetricsProperties {
    if (recurrenceWithin.isNegative() || recurrenceWithin.isZero()) {
      throw new IllegalArgumentException(
          "tocsin.metrics.recurrence-within: must be longer than nothing, such as 30d");
    }
    if (token != null && !token.isEmpty() && token.length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "tocsin.metrics.token: must have at least " + SHORTEST_TOKEN + " characters");
    }
    token = token == null || token.isEmpty() ? null : token;
  }

  @Override
  public String toString() {
    return "MetricsProperties[" + recurrenceWithin + "]";
  }
}
