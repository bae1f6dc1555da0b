package io.tocsin.notification;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * PagerDuty, {@code tocsin.notification.pagerduty}.
 *
 * @param routingKey of an Events API v2 integration; secret
 * @param webhookSecrets of webhook subscriptions, several while one is exchanged for another
 * @param timeout for a whole call
 */
@ConfigurationProperties(PagerDutyProperties.PREFIX)
record PagerDutyProperties(
    @DefaultValue("https://events.pagerduty.com") URI baseUrl,
    @Nullable String routingKey,
    @DefaultValue List<String> webhookSecrets,
    @DefaultValue("10s") Duration timeout) {

  static final String PREFIX = "tocsin.notification.pagerduty";

  private static final int KEY_LENGTH = 32;

  PagerDutyProperties {
    baseUrl = Setting.web(PREFIX + ".base-url", baseUrl);
    routingKey = Setting.text(routingKey);
    webhookSecrets = webhookSecrets.stream().map(Setting::text).filter(Objects::nonNull).toList();
    timeout = Setting.timeout(PREFIX, timeout);
    if (routingKey != null && routingKey.length() != KEY_LENGTH) {
      throw new IllegalArgumentException(
          PREFIX + ".routing-key: must have 32 characters, as the integration shows it");
    }
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "PagerDutyProperties[" + (routingKey == null ? "none" : baseUrl.getHost()) + "]";
  }
}
