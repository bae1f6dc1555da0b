package io.tocsin.notification;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Delivery.State;
import io.tocsin.people.Addressee;
import io.tocsin.policy.Policy.Audience;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tells people what happened. A message is promised in the caller's transaction and delivered by a
 * job of the engine after it; the same event of the same round reaches nobody twice.
 */
@Service
@Transactional
public class Notifications {

  private static final Logger LOG = LoggerFactory.getLogger(Notifications.class);

  /** The recipient who holds the role that the event is about. */
  private static final String DUTY_HOLDER = "duty-holder";

  /** The recipients who have to release words for the public. */
  private static final String APPROVERS = "approvers";

  /** The recipients outside: nothing reaches them but words that were released. */
  private static final String CUSTOMERS = "customers";

  /** The field with the key of that role. */
  static final String DUTY = "duty";

  private final Incidents incidents;
  private final Recipients recipients;
  private final Facts facts;
  private final Templates templates;
  private final Deliveries deliveries;
  private final List<Channel> channels;
  private final NotificationProperties properties;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Clock clock;

  Notifications(
      Incidents incidents,
      Recipients recipients,
      Facts facts,
      Templates templates,
      Deliveries deliveries,
      List<Channel> channels,
      NotificationProperties properties,
      Timeline timeline,
      ResponseProcess process,
      Clock clock) {
    this.incidents = incidents;
    this.recipients = recipients;
    this.facts = facts;
    this.templates = templates;
    this.deliveries = deliveries;
    this.channels = channels;
    this.properties = properties;
    this.timeline = timeline;
    this.process = process;
    this.clock = clock;
  }

  /**
   * Tells the audiences that the incident's policy has for an event at its present severity.
   *
   * @param event the policy's word, also the name of the text
   * @param round tells two occurrences of an event apart
   */
  public void tell(String number, String event, String round) {
    tell(number, event, round, Map.of());
  }

  /**
   * Tells the audiences of the policy, with facts of the event.
   *
   * @param fields for the text, by name: texts and times
   */
  public void tell(String number, String event, String round, Map<String, ?> fields) {
    tell(number, event, round, List.of(), fields);
  }

  /**
   * Tells the audiences of the policy, but nobody who has heard as much already.
   *
   * @param unless events whose recipients are left out
   */
  void tell(String number, String event, String round, List<String> unless, Map<String, ?> fields) {
    var incident = incidents.get(number);
    var audiences = incidents.policyOf(incident).audiences(event, incident.severity());
    tell(incident, event, round, audiences, unless, fields);
  }

  /**
   * Tells named recipients.
   *
   * @param recipients as a policy writes them
   * @param channels as a policy writes them; those that are not set up are left out
   */
  public void tell(
      String number,
      String event,
      String round,
      List<String> recipients,
      List<String> channels,
      Map<String, ?> fields) {
    var incident = incidents.get(number);
    var called = new Audience(event, incident.severity(), "called", recipients, channels);
    tell(incident, event, round, List.of(called), List.of(), fields);
  }

  /**
   * Sends released words to the customers, as the audiences of the policy name them for an event.
   * No other way leads to them. Nothing is sent in a drill.
   *
   * @param fields the words; facts of the incident are not for the public
   */
  public void tellCustomers(String number, String event, String round, Map<String, ?> fields) {
    var incident = incidents.get(number);
    var audiences =
        incidents.policyOf(incident).audiences(event, incident.severity()).stream()
            .flatMap(audience -> only(audience, CUSTOMERS::equals))
            .toList();
    if (!incident.drill()) {
      promiseAll(incident, event, round, audiences, List.of(), fields);
    }
  }

  /**
   * Writes a text without sending it, for a person to change or for the public.
   *
   * @param event name of the text
   * @param fields win over the facts of the incident
   */
  public Draft draft(String number, String event, Map<String, ?> fields) {
    var incident = incidents.get(number);
    var plain =
        channels.stream().filter(channel -> channel.id().equals("email")).findFirst().orElseThrow();
    var message =
        templates.render(
            incident.policy(),
            event,
            CUSTOMERS,
            plain,
            false,
            facts.of(incident, event, CUSTOMERS, fields));
    return new Draft(message.subject(), message.body());
  }

  /** A text that nobody was sent. */
  public record Draft(String subject, String body) {}

  /**
   * Returns the names of those whom recipients of a policy mean, each once.
   *
   * @param recipients as a policy writes them, with commas between them
   */
  @Transactional(readOnly = true)
  public List<String> names(String number, String recipients) {
    var incident = incidents.get(number);
    return Stream.of(recipients.split(","))
        .map(String::strip)
        .filter(recipient -> !recipient.equals(CUSTOMERS))
        .flatMap(recipient -> this.recipients.of(incident, recipient).stream())
        .map(Addressee::name)
        .distinct()
        .toList();
  }

  private static Stream<Audience> only(Audience audience, Predicate<String> wanted) {
    var recipients = audience.recipients().stream().filter(wanted).toList();
    return recipients.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Audience(
                audience.event(),
                audience.level(),
                audience.audience(),
                recipients,
                audience.channels()));
  }

  /**
   * Promises a message that belongs to no incident, such as a test to oneself.
   *
   * @param key there is one message a key; a later one of the same key is not sent
   * @param event name of the text
   * @param channel id of a channel that is set up
   * @param fields all that the text can name
   * @return false when one of the same key was promised before
   * @throws InvalidInputException when the channel is not set up or cannot reach them
   */
  public boolean send(
      String key, String event, String channel, Addressee to, Map<String, ?> fields) {
    var by =
        channels.stream()
            .filter(c -> c.id().equals(channel) && c.configured())
            .findFirst()
            .orElseThrow(
                () -> new InvalidInputException("channel", "'" + channel + "' is not set up"));
    var address = by.address(to);
    if (address == null) {
      throw new InvalidInputException(
          "channel", "no address of " + to.name() + " is known for " + by.title());
    }
    var message = templates.render(null, event, "called", by, false, fields);
    var delivery =
        new Delivery(
            UUID.randomUUID(),
            key,
            null,
            event,
            "",
            "called",
            to.id(),
            to.name(),
            channel,
            address,
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
            to.unsubscribe(),
            null,
            null,
            null);
    var first = deliveries.add(delivery);
    if (first) {
      process.deliver(null, delivery.id().toString());
    }
    return first;
  }

  private void tell(
      IncidentView incident,
      String event,
      String round,
      List<Audience> audiences,
      List<String> unless,
      Map<String, ?> fields) {
    var inside =
        audiences.stream()
            .flatMap(audience -> only(audience, recipient -> !recipient.equals(CUSTOMERS)))
            .toList();
    promiseAll(incident, event, round, inside, unless, fields);
  }

  private void promiseAll(
      IncidentView incident,
      String event,
      String round,
      List<Audience> audiences,
      List<String> unless,
      Map<String, ?> fields) {
    logLeftOut(incident, event, audiences);
    var anybody = false;
    for (var channel : channels.stream().filter(Channel::configured).toList()) {
      var by = audiences.stream().filter(a -> a.channels().contains(channel.id())).toList();
      anybody |= tell(incident, event, round, channel, by, unless, fields);
    }
    if (!anybody && !audiences.isEmpty()) {
      var named = audiences.stream().flatMap(a -> a.recipients().stream()).distinct().toList();
      line(
          incident,
          "Nobody was told: %s. Of %s nobody can be reached by a channel that is set up"
              .formatted(words(event), String.join(", ", named)));
    }
  }

  /** Returns whether the channel has anybody to tell, now or before. */
  private boolean tell(
      IncidentView incident,
      String event,
      String round,
      Channel channel,
      List<Audience> audiences,
      List<String> unless,
      Map<String, ?> fields) {
    var seen = new HashSet<String>();
    var told = new ArrayList<String>();
    var unreachable = new ArrayList<String>();
    for (var audience : audiences) {
      Message message = null;
      for (var addressee : all(incident, audience, fields)) {
        var address = channel.address(addressee);
        var where =
            address == null ? "nowhere:" + addressee.id() : address.toLowerCase(Locale.ROOT);
        if (!seen.add(where)
            || deliveries.told(incident.number(), unless, addressee.id(), channel.id())) {
          continue;
        }
        if (message == null) {
          message =
              templates.render(
                  incident.policy(),
                  event,
                  audience.audience(),
                  channel,
                  incident.drill(),
                  facts.of(incident, event, audience.audience(), fields));
        }
        if (promise(incident, event, round, channel, audience, addressee, message)) {
          (address == null ? unreachable : told).add(addressee.name());
        }
      }
    }
    if (!told.isEmpty()) {
      if (incident.teamNotifiedAt() == null) {
        incidents.teamNotified(incident.number());
      }
      line(
          incident,
          "Told by %s: %s, to %s (%d)"
              .formatted(channel.title(), words(event), distinct(told), told.size()));
    }
    if (!unreachable.isEmpty()) {
      line(
          incident,
          "Not told by %s: %s. No address is known of %s"
              .formatted(channel.title(), words(event), distinct(unreachable)));
    }
    return !seen.isEmpty();
  }

  private boolean promise(
      IncidentView incident,
      String event,
      String round,
      Channel channel,
      Audience audience,
      Addressee to,
      Message message) {
    var number = incident.number();
    var key = String.join(":", number, event, round, to.id(), channel.id());
    var address = channel.address(to);
    var delivery =
        new Delivery(
            UUID.randomUUID(),
            key,
            number,
            event,
            round,
            audience.audience(),
            to.id(),
            to.name(),
            channel.id(),
            address,
            message.subject(),
            message.body(),
            properties.messageId(key),
            address == null ? State.FAILED : State.PENDING,
            0,
            address == null ? "No address for " + channel.title() + " is known" : null,
            clock.instant(),
            null,
            message.html(),
            false,
            null,
            to.unsubscribe(),
            null,
            null,
            null);
    var first = deliveries.add(delivery);
    if (first && address != null) {
      process.deliver(number, delivery.id().toString());
    }
    return first;
  }

  private List<Addressee> all(IncidentView incident, Audience audience, Map<String, ?> fields) {
    return audience.recipients().stream()
        .map(recipient -> recipient.equals(DUTY_HOLDER) ? "role:" + fields.get(DUTY) : recipient)
        .flatMap(
            recipient -> recipient.equals(APPROVERS) ? approvers(fields) : Stream.of(recipient))
        .flatMap(recipient -> recipients.of(incident, recipient).stream())
        .distinct()
        .toList();
  }

  private static Stream<String> approvers(Map<String, ?> fields) {
    return fields.get(APPROVERS) instanceof List<?> named
        ? named.stream().map(String::valueOf)
        : Stream.of();
  }

  private void logLeftOut(IncidentView incident, String event, List<Audience> audiences) {
    if (LOG.isDebugEnabled()) {
      var known = channels.stream().filter(Channel::configured).map(Channel::id).toList();
      audiences.stream()
          .flatMap(audience -> audience.channels().stream())
          .filter(channel -> !known.contains(channel))
          .distinct()
          .forEach(
              channel ->
                  LOG.debug("{} {}: no channel '{}' is set up", incident.number(), event, channel));
    }
  }

  /** Customers of one list have one name. */
  private static String distinct(List<String> names) {
    return String.join(", ", new LinkedHashSet<>(names));
  }

  private void line(IncidentView incident, String text) {
    timeline.add(incident.number(), Actor.ENGINE, "notification", text);
  }

  private static String words(String event) {
    return event.replaceFirst("^path-", "call to the ").replace('-', ' ');
  }
}
