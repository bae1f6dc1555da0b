package io.tocsin.notification;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.IncidentView;
import io.tocsin.notification.Delivery.State;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact;
import io.tocsin.people.People;
import io.tocsin.wall.DrillWall;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Promises messages, in the caller's transaction: one a key. What is promised is delivered by a job
 * of the engine afterwards.
 */
@Component
class Promises {

  private static final String NO_ADDRESS = "No address for %s is known";
  private static final String DRILL = "Kept: nothing of a drill leaves the house";
  private static final int TOKEN_BYTES = 32;

  private final Deliveries deliveries;
  private final NotificationProperties properties;
  private final ResponseProcess process;
  private final People people;
  private final ObjectProvider<FeedbackLinks> feedback;
  private final DrillWall wall;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  Promises(
      Deliveries deliveries,
      NotificationProperties properties,
      ResponseProcess process,
      People people,
      ObjectProvider<FeedbackLinks> feedback,
      DrillWall wall,
      Clock clock) {
    this.deliveries = deliveries;
    this.properties = properties;
    this.process = process;
    this.people = people;
    this.feedback = feedback;
    this.wall = wall;
    this.clock = clock;
  }

  /** How much a message presses. */
  enum Urgency {
    /** It is read when there is time. */
    NEWS,
    /** It calls somebody. */
    CALL,
    /** It calls somebody until anybody has taken the incident. */
    PAGE
  }

  /** What was made of it. */
  enum Made {
    PROMISED,
    /** It has no address. */
    UNREACHABLE,
    /** It is of a drill, and there is no place for those by this channel. */
    KEPT,
    /** It was promised before. */
    KNOWN
  }

  /**
   * What is told to whom, and why.
   *
   * @param fields facts of the event, kept for another channel
   * @param fallbackOf the delivery that failed before
   */
  record About(
      String event,
      String round,
      String audience,
      Urgency urgency,
      Map<String, ?> fields,
      @Nullable UUID fallbackOf) {}

  /** Promises a message about an incident. */
  Made make(IncidentView incident, About about, Channel channel, Addressee to, Message message) {
    return make(incident, about, channel, to, key(incident, about, channel, to), message);
  }

  /** Returns what tells a message about an incident from all others. */
  static String key(IncidentView incident, About about, Channel channel, Addressee to) {
    return String.join(":", incident.number(), about.event(), about.round(), to.id(), channel.id());
  }

  /**
   * Promises a message.
   *
   * @param key there is one message a key
   * @param incident null for what belongs to none
   */
  Made make(
      @Nullable IncidentView incident,
      About about,
      Channel channel,
      Addressee to,
      String key,
      Message written) {
    var message = incident == null ? written : personal(incident, to, written);
    var known = channel.address(to);
    var address =
        incident == null
            ? known
            : wall.address(incident, channel.id(), to.id(), known).orElse(null);
    var person = people.find(to.id()).isPresent();
    var made =
        address != null
            ? Made.PROMISED
            : incident != null && incident.drill() ? Made.KEPT : Made.UNREACHABLE;
    var error =
        switch (made) {
          case KEPT -> DRILL;
          case UNREACHABLE -> NO_ADDRESS.formatted(channel.title());
          case PROMISED, KNOWN -> null;
        };
    var urgent = about.urgency() != Urgency.NEWS;
    var delivery =
        new Delivery(
            UUID.randomUUID(),
            key,
            incident == null ? null : incident.number(),
            about.event(),
            about.round(),
            about.audience(),
            to.id(),
            to.name(),
            channel.id(),
            address,
            message.subject(),
            message.body(),
            properties.messageId(key),
            state(made),
            0,
            error,
            clock.instant(),
            null,
            message.html(),
            urgent,
            urgent && (person || standsForOne(to.id())) ? token() : null,
            to.unsubscribe(),
            null,
            about.fallbackOf(),
            null,
            message.calendar());
    var fields = incident == null ? null : Fields.write(about.fields());
    if (!deliveries.add(delivery, about.urgency() == Urgency.PAGE, fields)) {
      return Made.KNOWN;
    }
    if (made == Made.PROMISED) {
      process.deliver(delivery.incident(), delivery.id().toString());
    }
    return made;
  }

  /** A message is written for many; the link to answer by is each reader's own. */
  private Message personal(IncidentView incident, Addressee to, Message message) {
    if (!message.body().contains(FeedbackLinks.MARK)) {
      return message;
    }
    var links = feedback.getIfAvailable();
    if (links == null) {
      return message;
    }
    var token = links.token(incident.number(), to.id() + " " + to.email());
    var html = message.html();
    return new Message(
        message.subject(),
        message.body().replace(FeedbackLinks.MARK, token),
        html == null ? null : html.replace(FeedbackLinks.MARK, token),
        message.calendar());
  }

  /** Promises a message to where an earlier one went. */
  void follow(About about, Delivery earlier, String key, Message message) {
    var delivery =
        new Delivery(
            UUID.randomUUID(),
            key,
            earlier.incident(),
            about.event(),
            about.round(),
            about.audience(),
            earlier.recipient(),
            earlier.recipientName(),
            earlier.channel(),
            earlier.address(),
            message.subject(),
            message.body(),
            properties.messageId(key),
            State.PENDING,
            0,
            null,
            clock.instant(),
            null,
            message.html(),
            false,
            null,
            null,
            null,
            null,
            null,
            message.calendar());
    if (deliveries.add(delivery, false, Fields.write(about.fields()))) {
      process.deliver(delivery.incident(), delivery.id().toString());
    }
  }

  private static State state(Made made) {
    return switch (made) {
      case KEPT -> State.KEPT;
      case UNREACHABLE -> State.FAILED;
      case PROMISED, KNOWN -> State.PENDING;
    };
  }

  /** A contact that is one person can take an incident, too: an engineering manager, a CTO. */
  private boolean standsForOne(String id) {
    return people.contacts().stream()
        .anyMatch(contact -> contact.id().equals(id) && contact.kind() == Contact.Kind.PERSON);
  }

  private String token() {
    var bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
