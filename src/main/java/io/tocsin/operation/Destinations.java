package io.tocsin.operation;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The servers that the channels of the configuration talk to. */
final class Destinations {

  private static final int LIMIT_MS = 3_000;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;
  private static final int MAX_PORT = 65_535;

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

  /**
   * A server. The path of its address may be a secret and is left out.
   *
   * @param unreadable the setting that cannot be read; null when all could
   */
  record Destination(String title, @Nullable String host, int port, @Nullable String unreadable) {

    static Destination unreadable(String title, String setting) {
      return new Destination(title, null, HTTPS, setting);
    }

    static Destination of(String title, String url) {
      try {
        var uri = URI.create(url.strip());
        var port =
            uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? HTTP : HTTPS;
        return new Destination(title, uri.getHost(), port, null);
      } catch (IllegalArgumentException e) {
        return new Destination(title, null, HTTPS, null);
      }
    }

    String place() {
      return host == null ? "no address" : host + ":" + port;
    }

    /** Opens a connection and closes it again. */
    String look() {
      if (unreadable != null) {
        return unreadable + " cannot be read";
      }
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
    read(found, "E-mail", "spring.mail.host", key -> mail(environment, key));
    for (var single : SINGLE) {
      read(
          found,
          single.title(),
          single.setUpBy(),
          key ->
              environment.getProperty(key, "").isBlank()
                  ? List.of()
                  : List.of(
                      Destination.of(
                          single.title(), environment.getProperty(single.urlIn(), single.url()))));
    }
    WEBHOOKS.forEach(
        (key, title) ->
            read(
                found,
                title,
                key,
                of ->
                    Binder.get(environment)
                        .bind(of, Bindable.mapOf(String.class, String.class))
                        .orElse(Map.of())
                        .values()
                        .stream()
                        .map(url -> Destination.of(title, url))
                        .distinct()
                        .toList()));
    return found;
  }

  private static List<Destination> mail(Environment environment, String key) {
    var host = environment.getProperty(key, "");
    if (host.isBlank()) {
      return List.of();
    }
    var port = environment.getProperty("spring.mail.port", "25").strip();
    return List.of(
        port.matches("\\d{1,5}") && Integer.parseInt(port) <= MAX_PORT
            ? new Destination("E-mail", host, Integer.parseInt(port), null)
            : Destination.unreadable("E-mail", "spring.mail.port"));
  }

  /** One setting that cannot be read does not hide the others. */
  private static void read(
      List<Destination> found,
      String title,
      String key,
      Function<String, List<Destination>> destinations) {
    try {
      found.addAll(destinations.apply(key));
    } catch (RuntimeException e) {
      // Named, and nothing more: the reason may show the value, and that a secret.
      found.add(Destination.unreadable(title, key));
    }
  }
}
