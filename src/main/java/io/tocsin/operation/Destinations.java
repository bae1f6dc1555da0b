package io.tocsin.operation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The servers that the channels of the configuration talk to. */
final class Destinations {

  private static final int LIMIT_MS = 3_000;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * A channel that is one server.
   *
   * @param setUpBy the setting without which it is not set up
   */
  private record Single(String title, String setUpBy, String urlIn, String url) {}

  private static final List<Single> SINGLE =
      List.of(
          new Single(
              "Slack", "tocsin.slack.bot-token", "tocsin.slack.base-url", "https://slack.com/"),
          new Single(
              "PagerDuty",
              "tocsin.notification.pagerduty.routing-key",
              "tocsin.notification.pagerduty.base-url",
              "https://events.pagerduty.com"),
          new Single(
              "Twilio",
              "tocsin.notification.twilio.account-sid",
              "tocsin.notification.twilio.base-url",
              "https://api.twilio.com"),
          new Single(
              "Webhook", "tocsin.notification.webhook.url", "tocsin.notification.webhook.url", ""),
          new Single("Tickets", "tocsin.tickets.webhook.url", "tocsin.tickets.webhook.url", ""));

  private static final Map<String, String> WEBHOOKS =
      Map.of(
          "tocsin.notification.teams.webhooks",
          "Teams",
          "tocsin.notification.mattermost.webhooks",
          "Mattermost",
          "tocsin.notification.slack-webhook.webhooks",
          "Slack webhook");

  private Destinations() {}

  /** A server. The path of its address may be a secret and is left out. */
  record Destination(String title, @Nullable String host, int port) {

    static Destination of(String title, String url) {
      try {
        var uri = URI.create(url.strip());
        var port =
            uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? HTTP : HTTPS;
        return new Destination(title, uri.getHost(), port);
      } catch (IllegalArgumentException e) {
        return new Destination(title, null, HTTPS);
      }
    }

    String place() {
      return host == null ? "no address" : host + ":" + port;
    }

    /** Opens a connection and closes it again. */
    String look() {
      if (host == null) {
        return "its address cannot be read";
      }
      var begun = System.nanoTime();
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(host, port), LIMIT_MS);
        return "answers after %d ms".formatted((System.nanoTime() - begun) / 1_000_000);
      } catch (UnknownHostException e) {
        return "DOES NOT ANSWER, the name is not known  <-- check the address and the name server";
      } catch (IOException e) {
        return "DOES NOT ANSWER, %s  <-- check the address and the firewall"
            .formatted(e.getMessage());
      }
    }
  }

  static List<Destination> of(Environment environment) {
    var found = new ArrayList<Destination>();
    var mail = environment.getProperty("spring.mail.host", "");
    if (!mail.isBlank()) {
      found.add(
          new Destination(
              "E-mail", mail, environment.getProperty("spring.mail.port", Integer.class, 25)));
    }
    for (var single : SINGLE) {
      if (!environment.getProperty(single.setUpBy(), "").isBlank()) {
        found.add(
            Destination.of(single.title(), environment.getProperty(single.urlIn(), single.url())));
      }
    }
    WEBHOOKS.forEach(
        (key, title) ->
            Binder.get(environment)
                .bind(key, Bindable.mapOf(String.class, String.class))
                .orElse(Map.of())
                .values()
                .stream()
                .map(url -> Destination.of(title, url))
                .distinct()
                .forEach(found::add));
    return found;
  }
}
