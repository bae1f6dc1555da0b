package io.tocsin.slack;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.notification.Channel;
import io.tocsin.notification.Delivery;
import io.tocsin.notification.NotTakenException;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.people.Addressee;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Slack by an incoming webhook: one way, into one channel, without threads. */
@Component
class SlackWebhookChannel implements Channel {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SlackWebhookProperties webhooks;
  private final IncidentProperties properties;
  private final OutboundHttp http;

  SlackWebhookChannel(
      SlackWebhookProperties webhooks, IncidentProperties properties, OutboundHttp http) {
    this.webhooks = webhooks;
    this.properties = properties;
    this.http = http;
  }

  @Override
  public String id() {
    return "slack-webhook";
  }

  @Override
  public String title() {
    return "Slack webhook";
  }

  @Override
  public boolean configured() {
    return !webhooks.webhooks().isEmpty();
  }

  @Override
  public Markup markup() {
    return Markup.SLACK;
  }

  /** The contact itself: the address of its webhook is a secret that no record shows. */
  @Override
  public @Nullable String address(Addressee addressee) {
    return webhooks.webhooks().containsKey(addressee.id()) ? addressee.id() : null;
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    var url = webhooks.webhooks().get(address);
    if (url == null) {
      throw NotTakenException.forGood(
          "There is no webhook of '%s' any more; set tocsin.notification.slack-webhook.webhooks.%s"
              .formatted(address, address));
    }
    var response =
        http.send(new OutboundRequest("POST", url, Map.of(), body(delivery), webhooks.timeout()));
    if (response.failure() != null) {
      throw NotTakenException.forNow("Slack webhook: " + response.failure());
    }
    if (response.status() == 429) {
      throw NotTakenException.until("Slack webhook: too much at once", SlackApi.wait(response));
    }
    if (response.status() >= 500) {
      throw NotTakenException.forNow("Slack webhook: it answered " + response.status());
    }
    if (!response.successful()) {
      throw NotTakenException.forGood(
          "Slack webhook: it answered %d; make a new webhook for '%s' and configure it"
              .formatted(response.status(), address));
    }
    return Sent.as(null);
  }

  private String body(Delivery delivery) {
    var blocks = SlackMessage.blocks(delivery.subject(), delivery.body());
    if (delivery.incident() != null) {
      blocks.add(
          SlackMessage.section(
              SlackText.link(
                  properties.pageOf(requireNonNull(delivery.incident())), "Open in Tocsin")));
    }
    try {
      return JSON.writeValueAsString(
          Map.of("text", SlackText.escape(delivery.subject()), "blocks", blocks));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The message cannot be written as JSON", e);
    }
  }
}
