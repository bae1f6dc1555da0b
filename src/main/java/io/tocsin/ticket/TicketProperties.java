package io.tocsin.ticket;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How tickets are opened, {@code tocsin.tickets}.
 *
 * @param webhook called for each ticket; without it a person gives the link
 */
@ConfigurationProperties("tocsin.tickets")
record TicketProperties(@Nullable Webhook webhook) {

  /** A webhook without an address is none: its variables may be set empty. */
  TicketProperties {
    webhook = webhook == null || webhook.url() == null ? null : webhook;
  }

  /**
   * Where a ticket is asked for, {@code tocsin.tickets.webhook}.
   *
   * @param url http or https
   * @param secret signs each call; the other side checks it
   * @param timeout for a whole call, well under the lock time of a job
   */
  record Webhook(
      @Nullable URI url, @Nullable String secret, @DefaultValue("10s") Duration timeout) {

    private static final int SHORTEST_SECRET = 16;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    Webhook {
      url = url == null || url.toString().isBlank() ? null : url;
      if (url != null) {
        var scheme = url.getScheme();
        if (url.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
          throw new IllegalArgumentException(
              "tocsin.tickets.webhook.url: must be an http or https address");
        }
        if (secret == null || secret.length() < SHORTEST_SECRET) {
          throw new IllegalArgumentException(
              "tocsin.tickets.webhook.secret: must have at least "
                  + SHORTEST_SECRET
                  + " characters, because every call is signed with it");
        }
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(LONGEST) > 0) {
          throw new IllegalArgumentException(
              "tocsin.tickets.webhook.timeout: must be between 100ms and 30s, not " + timeout);
        }
      }
    }

    /** Shows no secret. */
    @Override
    public String toString() {
      return "Webhook[" + (url == null ? "none" : url.getHost()) + "]";
    }
  }
}
