package io.tocsin.notification;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentView;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Promises.About;
import io.tocsin.notification.Promises.Urgency;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Has messages follow the record: ends the calls to an incident that somebody has taken, or that is
 * over, and the quiet of one that has become graver, and what is on its way to those who may not
 * hear of one that has become restricted.
 */
@Service
@Transactional
class FollowUps {

  /** These arrived, or may do so at this moment. */
  private static final Set<State> OUT = Set.of(State.SENT, State.PENDING);

  private static final String FOLLOW_UP = "follow-up";

  private final Deliveries deliveries;
  private final Hearers hearers;
  private final Channels channels;
  private final Templates templates;
  private final Facts facts;
  private final Promises promises;
  private final ResponseProcess process;

  FollowUps(
      Deliveries deliveries,
      Hearers hearers,
      Channels channels,
      Templates templates,
      Facts facts,
      Promises promises,
      ResponseProcess process) {
    this.deliveries = deliveries;
    this.hearers = hearers;
    this.channels = channels;
    this.templates = templates;
    this.facts = facts;
    this.promises = promises;
    this.process = process;
  }

  @EventListener
  void on(IncidentChanged change) {
    var incident = change.now();
    switch (change.what()) {
      case ACKNOWLEDGED -> end(incident, "acknowledged", false);
      case STATUS -> {
        if (!incident.status().responding()) {
          end(incident, "resolved", true);
        }
      }
      // The quiet hours may not count any more; else it goes on waiting.
      case SEVERITY -> release(incident);
      case SECURITY -> {
        silence(incident);
        release(incident);
      }
      default -> {}
    }
  }

  /** Returns whether a message only says what became of a page, to where that page went. */
  static boolean isOne(Delivery delivery) {
    return delivery.key().startsWith(delivery.incident() + ":" + FOLLOW_UP + ":");
  }

  private void release(IncidentView incident) {
    process.deliverNow(incident.number(), deliveries.release(incident.number()));
  }

  /** First, so that nothing is released to whom it is not meant for any more. */
  private void silence(IncidentView incident) {
    var stopped =
        deliveries.of(incident.number()).stream()
            .filter(delivery -> delivery.state() == State.PENDING)
            .filter(delivery -> !hearers.mayStillHear(incident, delivery))
            .map(Delivery::id)
            .filter(deliveries::silence)
            .map(UUID::toString)
            .toList();
    process.deliverNow(incident.number(), stopped);
  }

  private void end(IncidentView incident, String event, boolean over) {
    // What was on its way a moment ago may arrive nevertheless.
    for (var channel : channels.configured()) {
      if (channel.follows()) {
        follow(incident, event, channel);
      }
    }
    process.deliverNow(incident.number(), deliveries.stopCalls(incident.number(), over));
  }

  private void follow(IncidentView incident, String event, Channel channel) {
    var seen = new HashSet<String>();
    for (var page : deliveries.of(incident.number())) {
      var address = page.address();
      if (page.urgent()
          && page.channel().equals(channel.id())
          && OUT.contains(page.state())
          && address != null
          && seen.add(address.toLowerCase(Locale.ROOT))) {
        promise(incident, event, channel, page, address);
      }
    }
  }

  private void promise(
      IncidentView incident, String event, Channel channel, Delivery page, String address) {
    // After a reopening both are told anew.
    var round = String.valueOf(incident.reopenings() + 1);
    var about = new About(event, round, page.audience(), Urgency.NEWS, Map.of(), null);
    var message =
        templates.render(
            incident.policy(),
            event,
            page.audience(),
            channel,
            incident.drill(),
            facts.of(incident, event, page.audience(), Map.of()));
    var key = String.join(":", incident.number(), FOLLOW_UP, event, round, channel.id(), address);
    promises.follow(about, page, key, message);
  }
}
