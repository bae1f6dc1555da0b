package io.tocsin.notification;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The webhook for everything else, {@code tocsin.notification.webhook}.
 *
 * @param url http or https; may hold secrets
 * @param secret signs each call; the other side checks it
 * @param timeout for a whole call
 */
@ConfigurationProperties(WebhookProperties.PREFIX)
record WebhookProperties(
    @Nullable String url, @Nullable String secret, @DefaultValue("10s") Duration timeout) {

  static final String PREFIX = "tocsin.notification.webhook";

  private static final int SHORTEST_SECRET = 16;

  WebhookProperties {
    url = Setting.text(url);
    secret = Setting.text(secret);
    timeout = Setting.timeout(PREFIX, timeout);
    if (url != null) {
      var unused = Setting.web(PREFIX + ".url", Setting.uri(PREFIX + ".url", url));
      if (secret == null || secret.length() < SHORTEST_SECRET) {
        throw new IllegalArgumentException(
            PREFIX
                + ".secret: must have at least "
                + SHORTEST_SECRET
                + " characters, because every call is signed with it");
      }
    }
  }

  @Nullable URI address() {
    return url == null ? null : URI.create(url);
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "WebhookProperties[" + (url == null ? "none" : URI.create(url).getHost()) + "]";
  }
}
