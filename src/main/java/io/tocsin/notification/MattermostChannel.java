package io.tocsin.notification;

import static io.tocsin.notification.Payload.json;

import io.tocsin.incident.Incidents;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.people.Addressee;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Mattermost, by the incoming webhook of a contact. */
@Component
class MattermostChannel implements Channel {

  /** A post of a server with its usual settings. */
  private static final int MAX_TEXT = 16_000;

  private static final Pattern MARKUP = Pattern.compile("[\\\\`*_{}\\[\\]()#+\\-.!|<>~]");

  /** Calls of everybody; the invisible character takes their power. */
  private static final Pattern CALLS =
      Pattern.compile("@(?=(?:channel|all|here)\\b)", Pattern.CASE_INSENSITIVE);

  private final MattermostProperties properties;
  private final Webhooks webhooks;

  MattermostChannel(
      MattermostProperties properties, Incidents incidents, OutboundHttp http, Clock clock) {
    this.properties = properties;
    this.webhooks =
        new Webhooks(title(), properties.addresses(), properties.timeout(), incidents, http, clock);
  }

  @Override
  public String id() {
    return "mattermost";
  }

  @Override
  public String title() {
    return "Mattermost";
  }

  @Override
  public boolean configured() {
    return !properties.addresses().isEmpty();
  }

  @Override
  public Markup markup() {
    return Markup.MARKDOWN;
  }

  @Override
  public @Nullable String address(Addressee addressee) {
    return webhooks.address(addressee);
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    return webhooks.send(
        delivery, address, incident -> json(Map.of("text", text(delivery))), answer -> {});
  }

  private static String text(Delivery delivery) {
    var subject = MARKUP.matcher(delivery.subject()).replaceAll("\\\\$0");
    var text = "**" + subject + "**\n\n" + delivery.body();
    return Cut.to(MAX_TEXT, CALLS.matcher(text).replaceAll("@\u200b"));
  }
}
