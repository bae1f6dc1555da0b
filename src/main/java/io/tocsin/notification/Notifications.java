package io.tocsin.notification;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Promises.About;
import io.tocsin.notification.Promises.Made;
import io.tocsin.notification.Promises.Urgency;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact;
import io.tocsin.people.People;
import io.tocsin.policy.Policy.Audience;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.wall.DrillWall;
import io.tocsin.wall.Exit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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

  /** The field with the key of that role. */
  static final String DUTY = "duty";

  /** The recipients who have to release words for the public. */
  private static final String APPROVERS = "approvers";

  /** The recipients outside: nothing reaches them but words that were released. */
  private static final String CUSTOMERS = "customers";

  private final Incidents incidents;
  private final People people;
  private final Hearers hearers;
  private final EarlierHearers earlier;
  private final Facts facts;
  private final Templates templates;
  private final Deliveries deliveries;
  private final Channels channels;
  private final Promises promises;
  private final DrillWall wall;
  private final Timeline timeline;
  private final ResponseProcess process;

  Notifications(
      Incidents incidents,
      People people,
      Hearers hearers,
      EarlierHearers earlier,
      Facts facts,
      Templates templates,
      Deliveries deliveries,
      Channels channels,
      Promises promises,
      DrillWall wall,
      Timeline timeline,
      ResponseProcess process) {
    this.incidents = incidents;
    this.people = people;
    this.hearers = hearers;
    this.earlier = earlier;
    this.facts = facts;
    this.templates = templates;
    this.deliveries = deliveries;
    this.channels = channels;
    this.promises = promises;
    this.wall = wall;
    this.timeline = timeline;
    this.process = process;
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
    var rows = incidents.policyOf(incident).audiences(event, incident.severity());
    var audiences =
        rows.stream().anyMatch(EarlierHearers::meant)
            ? earlier.named(incident, rows, anyway(incident, rows, fields))
            : rows;
    tell(incident, event, round, audiences, unless, Urgency.NEWS, fields);
  }

  /** Returns who is named by the rows for what they are. */
  private Set<Addressee> anyway(IncidentView incident, List<Audience> rows, Map<String, ?> fields) {
    return rows.stream()
        .flatMap(row -> only(row, recipient -> !outside(recipient)))
        .flatMap(row -> all(incident, row, fields).stream())
        .collect(Collectors.toSet());
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
    call(number, event, round, recipients, channels, Urgency.NEWS, fields);
  }

  /** Calls named recipients: the same, and how much it presses. */
  void call(
      String number,
      String event,
      String round,
      List<String> recipients,
      List<String> channels,
      Urgency urgency,
      Map<String, ?> fields) {
    var incident = incidents.get(number);
    var called = new Audience(event, incident.severity(), Hearers.CALLED, recipients, channels);
    tell(incident, event, round, List.of(called), List.of(), urgency, fields);
  }

  /**
   * Sends released words to the customers, as the audiences of the policy name them for an event:
   * at the present severity, or else at the next graver one at which it does, since they may have
   * read of it when it was graver. No other way leads to them. Nothing is sent in a drill.
   *
   * @param services ids of what the words name; its customers hear them
   * @param fields the words; facts of the incident are not for the public
   * @return false when the policy names no customers
   */
  public boolean tellCustomers(
      String number, String event, String round, List<String> services, Map<String, ?> fields) {
    var incident = incidents.get(number);
    // Whatever a policy calls them, they get texts for the outside.
    var audiences =
        customers(incident, event).stream()
            .map(
                audience ->
                    new Audience(
                        event,
                        audience.level(),
                        CUSTOMERS,
                        List.of(Recipients.customersOf(services)),
                        audience.channels()))
            .toList();
    if (wall.permits(incident, Exit.CUSTOMERS)) {
      tellAll(incident, event, round, audiences, List.of(), Urgency.NEWS, fields);
    }
    return !audiences.isEmpty();
  }

  /**
   * Keeps what was not sent yet from being sent, in the caller's transaction. Their processes find
   * that when they would send: there may be thousands, and others wait for the incident.
   *
   * @param round as it was told, one that no two incidents have
   * @return whether a customer has it already, or gets it at this moment
   */
  public boolean takeBack(String round) {
    deliveries.stopRound(round);
    return customersHave(round);
  }

  /**
   * Keeps customers from being sent what they were not sent yet, in the caller's transaction, if
   * something newer was told to the same addresses. Whoever hears it inside still does.
   *
   * @param round as it was told, one that no two incidents have
   * @param newer the round of what is newer
   * @return how many messages are not sent
   */
  public int stopOvertaken(String round, String newer) {
    return deliveries.stopOvertaken(round, newer, CUSTOMERS);
  }

  /**
   * Keeps somebody outside from being sent what they were not sent yet, in the caller's
   * transaction: they want to hear no more.
   *
   * @param recipient id of the addressee
   */
  public void stopCustomer(String recipient) {
    deliveries.stopRecipient(recipient, CUSTOMERS);
  }

  /**
   * Returns whether a customer has what was told in a round, or may still get it.
   *
   * @param round as it was told, one that no two incidents have
   */
  @Transactional(readOnly = true)
  public boolean customersHave(String round) {
    return deliveries.reached(round, CUSTOMERS);
  }

  private List<Audience> customers(IncidentView incident, String event) {
    var policy = incidents.policyOf(incident);
    return Stream.iterate(incident.severity(), level -> level >= 1, level -> level - 1)
        .map(
            level ->
                policy.audiences(event, level).stream()
                    .filter(audience -> audience.recipients().contains(CUSTOMERS))
                    .toList())
        .filter(audiences -> !audiences.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  /**
   * Writes a text without sending it, for a person to change or for the public.
   *
   * @param event name of the text
   * @param fields win over the facts of the incident
   */
  public Draft draft(String number, String event, Map<String, ?> fields) {
    var incident = incidents.get(number);
    var plain = channels.find("email").orElseThrow();
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
   * Returns the names of those whom recipients of a policy mean, each once. Nobody is let in by it:
   * of a restricted incident those who may not read it are left out.
   *
   * @param recipients as a policy writes them, with commas between them
   */
  @Transactional(readOnly = true)
  public List<String> names(String number, String recipients) {
    var incident = incidents.get(number);
    return Stream.of(recipients.split(","))
        .map(String::strip)
        .filter(recipient -> !outside(recipient))
        .flatMap(recipient -> hearers.readers(incident, recipient).stream())
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
        channels
            .find(channel)
            .orElseThrow(
                () -> new InvalidInputException("channel", "'" + channel + "' is not set up"));
    if (by.address(to) == null) {
      throw new InvalidInputException(
          "channel", "no address of " + to.name() + " is known for " + by.title());
    }
    var message = templates.render(null, event, Hearers.CALLED, by, false, fields);
    var about = new About(event, "", Hearers.CALLED, Urgency.NEWS, Map.of(), null);
    return promises.make(null, about, by, to, key, message) == Made.PROMISED;
  }

  /**
   * Tells people of ours what belongs to no incident. Whoever cannot be reached by the named
   * channels is told by the first other one that reaches them.
   *
   * @param policy whose texts win
   * @param event name of the text
   * @param round tells two occurrences of an event apart, also from those of other policies
   * @param recipients as a policy writes them
   * @param by channels as a policy writes them; those that are not set up are left out
   * @param fields all that the text can name
   */
  public void tellApart(
      String policy,
      String event,
      String round,
      List<String> recipients,
      List<String> by,
      Map<String, ?> fields) {
    var about = new About(event, round, Hearers.CALLED, Urgency.NEWS, Map.of(), null);
    var told = new HashSet<String>();
    recipients.stream()
        .filter(recipient -> !outside(recipient))
        .flatMap(recipient -> people.resolve(recipient).stream())
        .filter(to -> told.add(to.id()))
        .forEach(
            to -> {
              var ways = reaching(to);
              var named = ways.stream().filter(channel -> by.contains(channel.id())).toList();
              if (ways.isEmpty()) {
                LOG.warn("{} cannot be told of {}: no channel reaches them", to.id(), event);
              }
              (named.isEmpty() ? ways.stream().limit(1).toList() : named)
                  .forEach(channel -> tellApart(policy, about, channel, to, fields));
            });
  }

  private void tellApart(
      String policy, About about, Channel channel, Addressee to, Map<String, ?> fields) {
    var key = String.join(":", policy, about.event(), about.round(), to.id(), channel.id());
    promises.make(
        null,
        about,
        channel,
        to,
        key,
        templates.render(policy, about.event(), about.audience(), channel, false, fields));
  }

  /** Returns the names of the channels that are set up and reach somebody. */
  @Transactional(readOnly = true)
  public List<String> ways(Addressee to) {
    return reaching(to).stream().map(Channel::title).toList();
  }

  private List<Channel> reaching(Addressee to) {
    return channels.configured().stream().filter(channel -> channel.address(to) != null).toList();
  }

  /** Returns those of some ids whose newest message, by whatever way, could not be delivered. */
  @Transactional(readOnly = true)
  public Set<String> failing(Collection<String> ids) {
    return deliveries.failing(ids);
  }

  /**
   * What a channel tells.
   *
   * @param named whether the policy names the channel; else it stands in for those that it names
   */
  private record Told(Audience audience, boolean named) {}

  /** What becomes of one event. */
  private final class Telling {

    final IncidentView incident;
    final String event;
    final String round;
    final List<String> unless;
    final Urgency urgency;
    final Map<String, ?> fields;

    /** Who can be reached by some channel, and the deliveries of those who cannot. */
    final Set<String> reached = new HashSet<>();

    final Map<String, List<UUID>> unreached = new LinkedHashMap<>();

    Telling(
        IncidentView incident,
        String event,
        String round,
        List<String> unless,
        Urgency urgency,
        Map<String, ?> fields) {
      this.incident = incident;
      this.event = event;
      this.round = round;
      this.unless = unless;
      this.urgency = urgency;
      this.fields = fields;
    }

    /** Returns whether the channel has anybody to tell, now or before. */
    boolean by(Channel channel, List<Told> audiences) {
      var seen = new HashSet<String>();
      var names = new EnumMap<Made, List<String>>(Made.class);
      for (var told : audiences) {
        Message message = null;
        for (var addressee : all(incident, told.audience(), fields)) {
          var address = channel.address(addressee);
          if (address == null && (!told.named() || hasOther(told.audience(), addressee))) {
            continue;
          }
          var where =
              address == null ? "nowhere:" + addressee.id() : address.toLowerCase(Locale.ROOT);
          if (!seen.add(where)
              || deliveries.told(incident.number(), unless, addressee.id(), channel.id())) {
            continue;
          }
          if (message == null) {
            message = write(channel, told.audience().audience());
          }
          var made = promise(channel, told.audience().audience(), addressee, message);
          names.computeIfAbsent(made, any -> new ArrayList<>()).add(addressee.name());
        }
      }
      note(channel, names);
      return !seen.isEmpty();
    }

    /**
     * Returns whether a channel that the policy names beside has an address of somebody: what they
     * lack is no failure then. In a drill addresses do not count.
     */
    private boolean hasOther(Audience audience, Addressee to) {
      return !incident.drill()
          && audience.channels().stream()
              .flatMap(id -> channels.find(id).stream())
              .anyMatch(channel -> channel.address(to) != null);
    }

    private Message write(Channel channel, String audience) {
      return templates.render(
          incident.policy(),
          event,
          audience,
          channel,
          incident.drill(),
          facts.of(incident, event, audience, fields));
    }

    private Made promise(Channel channel, String audience, Addressee to, Message message) {
      var about = new About(event, round, audience, urgency, fields, null);
      var made = promises.make(incident, about, channel, to, message);
      if (made == Made.UNREACHABLE) {
        deliveries
            .find(Promises.key(incident, about, channel, to))
            .ifPresent(
                delivery ->
                    unreached
                        .computeIfAbsent(to.id(), any -> new ArrayList<>())
                        .add(delivery.id()));
      } else {
        reached.add(to.id());
      }
      return made;
    }

    private void note(Channel channel, Map<Made, List<String>> names) {
      var told = names.getOrDefault(Made.PROMISED, List.of());
      if (!told.isEmpty()) {
        noted();
        line(
            incident,
            "Told by %s: %s, to %s (%d)"
                .formatted(channel.title(), words(event), distinct(told), told.size()));
      }
      var kept = names.getOrDefault(Made.KEPT, List.of());
      if (!kept.isEmpty()) {
        noted();
        line(
            incident,
            "Kept in the drill, it would go by %s: %s, to %s (%d)"
                .formatted(channel.title(), words(event), distinct(kept), kept.size()));
      }
      var unreachable = names.getOrDefault(Made.UNREACHABLE, List.of());
      if (!unreachable.isEmpty()) {
        line(
            incident,
            "Not told by %s: %s. No address is known of %s"
                .formatted(channel.title(), words(event), distinct(unreachable)));
      }
    }

    private void noted() {
      if (incident.teamNotifiedAt() == null) {
        incidents.teamNotified(incident.number());
      }
    }

    /**
     * Whom no named channel reaches is tried by the others: a person of ours, or who is called. One
     * of their deliveries stands for all of them: no address is ever known of the others.
     */
    void handOn() {
      unreached.forEach(
          (recipient, failed) -> {
            if (reached.contains(recipient)) {
              failed.forEach(deliveries::handOn);
            } else if (urgency != Urgency.NEWS || people.find(recipient).isPresent()) {
              process.deliver(incident.number(), failed.get(0).toString());
              failed.stream().skip(1).forEach(deliveries::handOn);
            }
          });
    }
  }

  private void tell(
      IncidentView incident,
      String event,
      String round,
      List<Audience> audiences,
      List<String> unless,
      Urgency urgency,
      Map<String, ?> fields) {
    var inside =
        audiences.stream()
            .flatMap(audience -> only(audience, recipient -> !outside(recipient)))
            .toList();
    tellAll(incident, event, round, inside, unless, urgency, fields);
  }

  private void tellAll(
      IncidentView incident,
      String event,
      String round,
      List<Audience> audiences,
      List<String> unless,
      Urgency urgency,
      Map<String, ?> fields) {
    logLeftOut(incident, event, audiences);
    var telling = new Telling(incident, event, round, unless, urgency, fields);
    var usual = usual(incident);
    var anybody = false;
    for (var channel : channels.configured()) {
      var told = new ArrayList<Told>();
      audiences.stream()
          .filter(audience -> audience.channels().contains(channel.id()))
          .forEach(audience -> told.add(new Told(audience, true)));
      if (usual.contains(channel.id())) {
        audiences.stream()
            .filter(this::unheard)
            .forEach(audience -> told.add(new Told(audience, false)));
      }
      anybody |= telling.by(channel, told);
    }
    telling.handOn();
    if (!anybody && !audiences.isEmpty()) {
      var named = audiences.stream().flatMap(a -> a.recipients().stream()).distinct().toList();
      line(
          incident,
          "Nobody was told: %s. Of %s nobody can be reached by a channel that is set up"
              .formatted(words(event), String.join(", ", named)));
    }
  }

  /** Returns whether the policy names channels for an audience, but none that is set up. */
  private boolean unheard(Audience audience) {
    return !audience.channels().isEmpty()
        && audience.channels().stream().noneMatch(channel -> channels.find(channel).isPresent())
        && audience.recipients().stream().noneMatch(this::outside);
  }

  /** What is for customers takes the ways that the policy names, or none. */
  private boolean outside(String recipient) {
    return Recipients.customers(recipient)
        || people.contacts().stream()
            .anyMatch(
                contact ->
                    contact.kind() == Contact.Kind.CUSTOMERS
                        && recipient.equals("contact:" + contact.id()));
  }

  private List<String> usual(IncidentView incident) {
    return Arrays.stream(
            incidents
                .policyOf(incident)
                .profile()
                .settings()
                .getOrDefault("defaultChannels", "")
                .split(","))
        .map(String::strip)
        .toList();
  }

  private List<Addressee> all(IncidentView incident, Audience audience, Map<String, ?> fields) {
    return hearers.of(
        incident,
        audience,
        audience.recipients().stream()
            .map(
                recipient -> recipient.equals(DUTY_HOLDER) ? "role:" + fields.get(DUTY) : recipient)
            .flatMap(
                recipient -> recipient.equals(APPROVERS) ? approvers(fields) : Stream.of(recipient))
            .toList());
  }

  private static Stream<String> approvers(Map<String, ?> fields) {
    return fields.get(APPROVERS) instanceof List<?> named
        ? named.stream().map(String::valueOf)
        : Stream.of();
  }

  /** Customers of one list have one name. */
  private static String distinct(List<String> names) {
    return String.join(", ", new LinkedHashSet<>(names));
  }

  private void logLeftOut(IncidentView incident, String event, List<Audience> audiences) {
    if (LOG.isDebugEnabled()) {
      var known = channels.configured().stream().map(Channel::id).toList();
      audiences.stream()
          .flatMap(audience -> audience.channels().stream())
          .filter(channel -> !known.contains(channel))
          .distinct()
          .forEach(
              channel ->
                  LOG.debug("{} {}: no channel '{}' is set up", incident.number(), event, channel));
    }
  }

  private void line(IncidentView incident, String text) {
    timeline.add(incident.number(), Actor.ENGINE, "notification", text);
  }

  /** Returns an event as people read it. */
  static String words(String event) {
    return event.replaceFirst("^path-", "call to the ").replace('-', ' ');
  }
}
