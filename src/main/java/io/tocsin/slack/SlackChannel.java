package io.tocsin.slack;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.notification.Channel;
import io.tocsin.notification.Delivery;
import io.tocsin.notification.NotTakenException;
import io.tocsin.people.Addressee;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Slack by the bot. To a person it is a direct message. In a shared channel all messages of an
 * incident are one thread under the first one; in the incident's own channel there is none.
 */
@Component
class SlackChannel implements Channel {

  /** Of these a thread is not enough: whoever reads the channel only, sees them too. */
  private static final List<String> BROADCAST = List.of("declared", "resolved", "reopened");

  /** How long a message waits for the one that begins its thread. */
  private static final Duration A_MOMENT = Duration.ofSeconds(5);

  private final SlackApi slack;
  private final SlackThreads threads;
  private final IncidentChannels rooms;
  private final IncidentProperties properties;

  SlackChannel(
      SlackApi slack, SlackThreads threads, IncidentChannels rooms, IncidentProperties properties) {
    this.slack = slack;
    this.threads = threads;
    this.rooms = rooms;
    this.properties = properties;
  }

  @Override
  public String id() {
    return "slack";
  }

  @Override
  public String title() {
    return "Slack";
  }

  @Override
  public boolean configured() {
    return slack.configured();
  }

  @Override
  public Markup markup() {
    return Markup.SLACK;
  }

  @Override
  public @Nullable String address(Addressee addressee) {
    return addressee.slackId();
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    var message = message(delivery, address);
    var incident = delivery.incident();
    if (incident == null || isPerson(address) || rooms.incidentOf(address).isPresent()) {
      return Sent.as(slack.post(message).ts());
    }
    return inThread(incident, delivery, address, message);
  }

  private Sent inThread(
      String incident, Delivery delivery, String address, Map<String, Object> message) {
    var root = threads.find(incident, address).orElse(null);
    if (root != null) {
      message.put("channel", root.channel());
      message.put("thread_ts", root.ts());
      message.put("reply_broadcast", BROADCAST.contains(delivery.event()));
      return Sent.as(slack.post(message).ts());
    }
    if (!threads.claim(incident, address, delivery.id())) {
      throw NotTakenException.until("The thread of " + incident + " is being begun", A_MOMENT);
    }
    SlackApi.Posted posted;
    try {
      posted = slack.post(message);
    } catch (NotTakenException e) {
      threads.release(incident, address, delivery.id());
      throw e;
    }
    threads.posted(incident, address, posted);
    return Sent.as(posted.ts());
  }

  private Map<String, Object> message(Delivery delivery, String address) {
    var blocks = SlackMessage.blocks(delivery.subject(), delivery.body());
    if (delivery.incident() != null) {
      var page = properties.pageOf(delivery.incident());
      var asks = delivery.urgent() || delivery.event().equals("declared");
      blocks.add(SlackMessage.actions(delivery.incident(), page, asks));
    }
    var message = new LinkedHashMap<String, Object>();
    message.put("channel", address);
    // What a notification on a phone shows, and a screen reader reads.
    message.put("text", SlackText.escape(delivery.subject()));
    message.put("blocks", blocks);
    message.put("unfurl_links", false);
    // Undocumented, but its errors speak of it: where it counts, a repeat is no second message.
    message.put("client_msg_id", delivery.id().toString());
    return message;
  }

  /** Member ids begin with U or W; all others are channels, by id or name. */
  private static boolean isPerson(String address) {
    return address.matches("[UW][A-Z0-9]{2,}");
  }
}
