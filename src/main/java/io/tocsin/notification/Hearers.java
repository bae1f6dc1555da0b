package io.tocsin.notification;

import static java.util.stream.Collectors.joining;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentChanged.What;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Role;
import io.tocsin.incident.Timeline;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact.Kind;
import io.tocsin.people.People;
import io.tocsin.policy.Policy.Audience;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who hears a message. Of a restricted incident only those who may read it, and those whom the
 * policy calls one by one: they are named, because they must be able to act on what they are told.
 * All hands, teams and shared addresses are left out.
 */
@Component
class Hearers {

  /** The audience of those who are called by name: a step of the ladder, or a released text. */
  static final String CALLED = "called";

  /** The event of what the ladder says. */
  static final String LADDER = "escalation";

  private static final String EVERYBODY = "responder";
  private static final String CUSTOMERS = "customers";
  private static final String ROOM = "incident-channel";

  /** Groups that audiences mean as so many persons; the others are teams. */
  private static final Set<String> INDIVIDUALS =
      Set.of("executives", "management", "security-team", "legal");

  private final Recipients recipients;
  private final Access access;
  private final People people;
  private final Catalog catalog;
  private final Timeline timeline;
  private final JdbcClient jdbc;

  Hearers(
      Recipients recipients,
      Access access,
      People people,
      Catalog catalog,
      Timeline timeline,
      JdbcClient jdbc) {
    this.recipients = recipients;
    this.access = access;
    this.people = people;
    this.catalog = catalog;
    this.timeline = timeline;
    this.jdbc = jdbc;
  }

  /**
   * Returns whom a message reaches.
   *
   * @param words recipients as a policy writes them
   */
  List<Addressee> of(IncidentView incident, Audience audience, List<String> words) {
    if (!incident.security()) {
      return words.stream()
          .flatMap(word -> recipients.of(incident, word).stream())
          .distinct()
          .toList();
    }
    var told = new LinkedHashSet<Addressee>();
    var leftOut = new LinkedHashSet<Addressee>();
    for (var word : words.stream().flatMap(word -> owners(incident, word)).toList()) {
      for (var addressee : whom(incident, word)) {
        (hears(incident, audience, word, addressee) ? told : leftOut).add(addressee);
      }
    }
    leftOut.removeAll(told);
    name(incident, audience, told);
    say(incident, audience, leftOut);
    return List.copyOf(told);
  }

  /**
   * Returns those whom a recipient means and who may read the incident as it is. Names nobody: to
   * be listed is not to be told.
   */
  List<Addressee> readers(IncidentView incident, String word) {
    return recipients.of(incident, word).stream()
        .filter(addressee -> access.mayRead(addressee.id(), incident))
        .toList();
  }

  /**
   * Returns whether a message that was promised earlier may go out now. The incident may have
   * become restricted since, and its text tells everything.
   */
  boolean mayStillHear(IncidentView incident, Delivery delivery) {
    // What became of a page carries no words; without it a provider would go on calling people.
    if (!incident.security() || FollowUps.isOne(delivery)) {
      return true;
    }
    var recipient = delivery.recipient();
    if (people.find(recipient).isPresent()) {
      return access.mayRead(recipient, incident);
    }
    if (recipient.equals(ROOM)) {
      // The room it has now: the public one that it had before has the same name, but another id.
      return recipients.of(incident, ROOM).stream()
          .anyMatch(room -> Objects.equals(room.slackId(), delivery.address()));
    }
    var called = delivery.audience().equals(CALLED);
    var released = released(delivery.audience(), delivery.event());
    var kind = kind("contact:" + recipient);
    // Customers of a list, and those who subscribe, are no contacts.
    return kind == null ? released : hears(kind, called, released);
  }

  /**
   * Returns whether somebody who was told of an incident may still answer for it. It may have
   * become restricted since: then whoever may not read it is no longer asked.
   *
   * @param recipient a person of the directory, or a contact
   */
  boolean mayAnswer(IncidentView incident, String recipient) {
    if (!incident.security()) {
      return true;
    }
    return people.find(recipient).isPresent()
        ? access.mayRead(recipient, incident)
        : kind("contact:" + recipient) == Kind.PERSON;
  }

  /**
   * Whoever was called before it was restricted goes on with it. Comes before {@link FollowUps},
   * which stop what is on its way to those who may not read it.
   */
  @EventListener
  @Order(0)
  void on(IncidentChanged change) {
    if (change.what() == What.SECURITY) {
      jdbc
          .sql(
              "select distinct d.recipient from delivery d join escalation_step s"
                  + " on s.incident = d.incident"
                  + " and d.round in (s.step, s.step || '#' || s.round)"
                  + " where d.incident = ? and d.event = ?"
                  + " and not ('group:' || ? = any(s.recipients)) order by d.recipient")
          .params(change.number(), LADDER, EVERYBODY)
          .query(String.class)
          .list()
          .stream()
          .filter(called -> people.find(called).isPresent())
          .forEach(called -> access.name(change.now(), called, "Called before", Actor.ENGINE));
    }
  }

  private Stream<String> owners(IncidentView incident, String word) {
    return word.equals("service-owners")
        ? incident.services().stream()
            .flatMap(service -> catalog.find(service).stream())
            .map(Catalog.Service::owner)
        : Stream.of(word);
  }

  /** A role that nobody holds is not told to all who could: those who do its work hear it. */
  private List<Addressee> whom(IncidentView incident, String word) {
    return Arrays.stream(Role.values())
        .filter(role -> word.equals("role:" + role.key()) && !held(incident, role))
        .findFirst()
        .map(
            role ->
                access.workers(incident, Set.of(role.group()), null).stream()
                    .flatMap(person -> people.resolve("person:" + person).stream())
                    .toList())
        .orElseGet(() -> recipients.of(incident, word));
  }

  /** By somebody who has left the directory it is held no more. */
  private boolean held(IncidentView incident, Role role) {
    return Optional.ofNullable(incident.holder(role)).flatMap(people::find).isPresent();
  }

  private boolean hears(IncidentView incident, Audience audience, String word, Addressee who) {
    var called = audience.audience().equals(CALLED);
    if (people.find(who.id()).isPresent()) {
      return access.mayRead(who.id(), incident) || meant(word, called);
    }
    var released = released(audience.audience(), audience.event());
    var kind = kind(word);
    if (kind == null) {
      return word.equals(ROOM) || Recipients.customers(word) && released;
    }
    return hears(kind, called, released);
  }

  /** Customers are not reached by a table: what is told them was released word by word. */
  private static boolean released(String audience, String event) {
    return (audience.equals(CALLED) || audience.equals(CUSTOMERS)) && !event.equals(LADDER);
  }

  private static boolean hears(Kind kind, boolean called, boolean released) {
    return switch (kind) {
      case PERSON -> true;
      case VENDOR, CLOUD_PROVIDER, AUTHORITY -> called;
      case CUSTOMERS -> released;
      case TEAM, CHANNEL -> false;
    };
  }

  /** Returns whether a recipient of a policy means each person, not a crowd. */
  private static boolean meant(String word, boolean called) {
    var group = word.startsWith("group:") ? word.substring("group:".length()) : null;
    return group == null || INDIVIDUALS.contains(group) || called && !group.equals(EVERYBODY);
  }

  private @Nullable Kind kind(String word) {
    return people.contacts().stream()
        .filter(contact -> word.equals("contact:" + contact.id()))
        .findFirst()
        .map(contact -> contact.kind())
        .orElse(null);
  }

  private void name(IncidentView incident, Audience audience, Set<Addressee> told) {
    var why = audience.event().equals(LADDER) ? "Called by the ladder" : "Told: " + words(audience);
    told.stream()
        .map(Addressee::id)
        .filter(id -> people.find(id).isPresent())
        .forEach(id -> access.name(incident, id, why, Actor.ENGINE));
  }

  /** Once in the same words: updates come often, and each channel asks anew. */
  private void say(IncidentView incident, Audience audience, Set<Addressee> leftOut) {
    if (leftOut.isEmpty()) {
      return;
    }
    var line =
        leftOut.stream()
            .map(Addressee::name)
            .sorted()
            .collect(
                joining(
                    ", ",
                    "Restricted: %d %s left out of: %s ("
                        .formatted(
                            leftOut.size(),
                            leftOut.size() == 1 ? "recipient" : "recipients",
                            words(audience)),
                    ")"));
    if (timeline.of(incident.number(), 0).stream().noneMatch(entry -> entry.text().equals(line))) {
      timeline.add(incident.number(), Actor.ENGINE, "notification", line);
    }
  }

  private static String words(Audience audience) {
    return audience.event().replaceFirst("^path-", "call to the ").replace('-', ' ');
  }
}
