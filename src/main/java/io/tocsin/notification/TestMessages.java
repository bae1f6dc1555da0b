package io.tocsin.notification;

import io.tocsin.incident.IncidentProperties;
import io.tocsin.people.People;
import io.tocsin.problem.ConflictException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sends a person a message, to see whether a channel reaches them. */
@Service
@Transactional
class TestMessages {

  static final String EVENT = "test-message";

  private static final Duration ONE_IN = Duration.ofMinutes(1);

  private final Notifications notifications;
  private final Deliveries deliveries;
  private final Channels channels;
  private final People people;
  private final IncidentProperties properties;
  private final Clock clock;

  TestMessages(
      Notifications notifications,
      Deliveries deliveries,
      Channels channels,
      People people,
      IncidentProperties properties,
      Clock clock) {
    this.notifications = notifications;
    this.deliveries = deliveries;
    this.channels = channels;
    this.people = people;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * Promises the message.
   *
   * @return the id of the delivery
   * @throws ConflictException when the person is not in the directory, or had one a moment ago
   */
  UUID send(String person, String channel) {
    var to =
        people.resolve("person:" + person).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new ConflictException(
                        "'" + person + "' is not in the directory; there is no address to try"));
    var now = clock.instant();
    // Of two requests at once, on two nodes, one has the key of the minute.
    var key = "test:%s:%s:%d".formatted(person, channel, now.getEpochSecond() / ONE_IN.toSeconds());
    var soon =
        deliveries.to(person, 20).stream()
            .anyMatch(
                delivery ->
                    delivery.event().equals(EVENT)
                        && delivery.channel().equals(channel)
                        && delivery.createdAt().isAfter(now.minus(ONE_IN)));
    var fields =
        Map.of("name", to.name(), "channel", channels.title(channel), "page", properties.baseUrl());
    if (soon || !notifications.send(key, EVENT, channel, to, fields)) {
      throw new ConflictException(
          "A test message by this channel is on its way already; try again in a minute");
    }
    return deliveries.find(key).orElseThrow().id();
  }
}
