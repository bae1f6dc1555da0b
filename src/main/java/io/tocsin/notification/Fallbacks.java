package io.tocsin.notification;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Delivery.State;
import io.tocsin.notification.Promises.About;
import io.tocsin.notification.Promises.Made;
import io.tocsin.notification.Promises.Urgency;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact;
import io.tocsin.people.People;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Finds another way to somebody whom a channel could not reach. */
@Service
@Transactional
class Fallbacks {

  /** What is only kept has reached nobody. */
  private static final Set<State> REACHING = Set.of(State.PENDING, State.SENT, State.STOPPED);

  private final Deliveries deliveries;
  private final Incidents incidents;
  private final Hearers hearers;
  private final People people;
  private final Channels channels;
  private final DeliveryProperties properties;
  private final Templates templates;
  private final Facts facts;
  private final Promises promises;
  private final Timeline timeline;

  Fallbacks(
      Deliveries deliveries,
      Incidents incidents,
      Hearers hearers,
      People people,
      Channels channels,
      DeliveryProperties properties,
      Templates templates,
      Facts facts,
      Promises promises,
      Timeline timeline) {
    this.deliveries = deliveries;
    this.incidents = incidents;
    this.hearers = hearers;
    this.people = people;
    this.channels = channels;
    this.properties = properties;
    this.templates = templates;
    this.facts = facts;
    this.promises = promises;
    this.timeline = timeline;
  }

  /**
   * Promises the message by the next channel, and notes whether it was handed on.
   *
   * @return whether nothing is left to do: another channel has the message for the same recipient,
   *     now or before, or they are not to hear it any more, or it was stopped
   */
  boolean fallBack(UUID id) {
    var failed = deliveries.get(id);
    if (failed.urgent() && failed.incident() != null) {
      // Of two ways that are lost at one moment each would take the other for the one that is left.
      incidents.lock(failed.incident());
      failed = deliveries.get(id);
    }
    if (failed.state() == State.STOPPED) {
      return true;
    }
    var handedOn = handOn(failed);
    if (handedOn) {
      deliveries.handOn(id);
    } else {
      deliveries.takeBack(id);
    }
    return handedOn;
  }

  private boolean handOn(Delivery failed) {
    if (failed.incident() == null) {
      return false;
    }
    var incident = incidents.get(failed.incident());
    if (!hearers.mayStillHear(incident, failed) || deliveries.answered(failed, incident)) {
      // Nor are the operators asked to tell them.
      return true;
    }
    var next = next(failed);
    next.ifPresent(way -> promise(incident, failed, way));
    return next.isPresent()
        || deliveries.besides(failed).stream().map(Delivery::state).anyMatch(REACHING::contains);
  }

  private record Way(Channel channel, Addressee to) {}

  private Optional<Way> next(Delivery failed) {
    var to = reachable(failed.recipient());
    if (to.isEmpty()) {
      return Optional.empty();
    }
    var promised =
        deliveries.besides(failed).stream().map(Delivery::channel).collect(Collectors.toSet());
    promised.add(failed.channel());
    var mayWake = failed.urgent() || properties.loud().contains(failed.channel());
    return after(failed.channel()).stream()
        .filter(channel -> !promised.contains(channel))
        .filter(channel -> mayWake || !properties.loud().contains(channel))
        .flatMap(channel -> channels.find(channel).stream())
        .filter(channel -> channel.address(to.get()) != null)
        .findFirst()
        .map(channel -> new Way(channel, to.get()));
  }

  /** Returns the channels to try, those behind the failed one first. */
  private List<String> after(String channel) {
    var order = new ArrayList<>(properties.fallback());
    Collections.rotate(order, -1 - order.indexOf(channel));
    return order;
  }

  /** A channel of a team, or a list of customers, has no other way. */
  private Optional<Addressee> reachable(String id) {
    if (people.find(id).isPresent()) {
      return people.resolve("person:" + id).stream().findFirst();
    }
    return people.contacts().stream()
        .filter(contact -> contact.id().equals(id))
        .filter(
            contact ->
                contact.kind() != Contact.Kind.CHANNEL && contact.kind() != Contact.Kind.CUSTOMERS)
        .flatMap(contact -> people.resolve("contact:" + id).stream())
        .findFirst();
  }

  private void promise(IncidentView incident, Delivery failed, Way way) {
    var fields = deliveries.fields(failed.id()).map(Fields::read).orElse(Map.of());
    var message =
        templates.render(
            incident.policy(),
            failed.event(),
            failed.audience(),
            way.channel(),
            incident.drill(),
            facts.of(incident, failed.event(), failed.audience(), fields));
    var urgency =
        !failed.urgent()
            ? Urgency.NEWS
            : deliveries.paging(failed.id()) ? Urgency.PAGE : Urgency.CALL;
    var about =
        new About(failed.event(), failed.round(), failed.audience(), urgency, fields, failed.id());
    if (promises.make(incident, about, way.channel(), way.to(), message) == Made.PROMISED) {
      timeline.add(
          incident.number(),
          Actor.ENGINE,
          "notification",
          "Not told by %s: %s, to %s (%s). Told by %s instead"
              .formatted(
                  channels.title(failed.channel()),
                  Notifications.words(failed.event()),
                  failed.recipientName(),
                  failed.masked().lastError(),
                  way.channel().title()));
    }
  }
}
