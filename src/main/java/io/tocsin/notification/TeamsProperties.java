package io.tocsin.notification;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Microsoft Teams, {@code tocsin.notification.teams}.
 *
 * @param webhooks by the id of the contact that is reached there; each address is a secret
 * @param timeout for a whole call
 */
@ConfigurationProperties("tocsin.notification.teams")
record TeamsProperties(
    @Nullable Map<String, String> webhooks, @DefaultValue("10s") Duration timeout) {

  private static final String PREFIX = "tocsin.notification.teams";

  TeamsProperties {
    webhooks = webhooks == null ? Map.of() : Map.copyOf(webhooks);
    var unused = Setting.webhooks(PREFIX, webhooks);
    timeout = Setting.timeout(PREFIX, timeout);
  }

  Map<String, URI> addresses() {
    return Setting.webhooks(PREFIX, webhooks);
  }

  /** Shows no address. */
  @Override
  public String toString() {
    return "TeamsProperties" + addresses().keySet();
  }
}
