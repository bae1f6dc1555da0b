package io.tocsin.slack;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Incoming webhooks, {@code tocsin.notification.slack-webhook}.
 *
 * @param webhooks address of the webhook by the id of the contact that is reached by it; the
 *     address is a secret
 * @param timeout of one call
 */
@ConfigurationProperties("tocsin.notification.slack-webhook")
record SlackWebhookProperties(
    @DefaultValue Map<String, URI> webhooks, @DefaultValue("10s") Duration timeout) {

  private static final Duration LONGEST = Duration.ofSeconds(20);

  SlackWebhookProperties {
    webhooks = Map.copyOf(webhooks);
    webhooks.forEach(
        (contact, url) -> {
          if (url.getHost() == null
              || !("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                "tocsin.notification.slack-webhook.webhooks.%s: is no http or https address"
                    .formatted(contact));
          }
        });
    if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "tocsin.notification.slack-webhook.timeout: must be more than 0 and at most 20s, not "
              + timeout);
    }
  }

  /** Shows no address. */
  @Override
  public String toString() {
    return "SlackWebhookProperties[webhooks of " + webhooks.keySet() + "]";
  }
}
