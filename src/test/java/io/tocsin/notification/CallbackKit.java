package io.tocsin.notification;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import io.tocsin.notification.Delivery.State;
import io.tocsin.support.Providers;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Deliveries that something comes back to. */
final class CallbackKit {

  private CallbackKit() {}

  /** Lets every provider take what is sent to it; a test adds what it needs above this. */
  static void providersTakeEverything() {
    Providers.SERVER.stubFor(
        any(urlPathMatching("/(twilio|pagerduty|webhook|teams|mattermost|slack-webhook).*"))
            .atPriority(10)
            .willReturn(okJson("{\"ok\":true,\"sid\":\"X1\"}")));
  }

  /** Returns when a message was given up; null when it was not. */
  static @Nullable Instant failedAt(JdbcClient jdbc, UUID delivery) {
    return jdbc.sql("select failed_at from delivery where id = ?")
        .param(delivery)
        .query(
            row -> {
              row.next();
              var at = row.getTimestamp(1);
              return at == null ? null : at.toInstant();
            });
  }

  /** Records a page that a provider has taken. */
  static Delivery paged(
      Deliveries deliveries,
      Clock clock,
      @Nullable String incident,
      String recipient,
      String name,
      String channel,
      @Nullable String token) {
    var id = UUID.randomUUID();
    var delivery =
        new Delivery(
            id,
            "test:" + id,
            incident,
            "escalation",
            "1",
            "called",
            recipient,
            name,
            channel,
            "somewhere",
            "Subject",
            "Body",
            "<" + id + "@example.org>",
            State.SENT,
            1,
            null,
            clock.instant(),
            clock.instant(),
            null,
            true,
            token,
            null,
            null,
            null,
            null,
            null);
    deliveries.add(delivery);
    return delivery;
  }
}
