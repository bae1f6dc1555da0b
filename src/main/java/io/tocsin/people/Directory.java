package io.tocsin.people;

import io.tocsin.people.PeopleProperties.PersonEntry;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/** People as the configuration lists them. */
@Service
class Directory implements People {

  private final List<Person> persons;
  private final List<Contact> contacts;
  private final Rotas rotas;
  private final Clock clock;

  Directory(PeopleProperties properties, Rotas rotas, Clock clock) {
    this.persons =
        properties.persons().stream()
            .map(PersonEntry::person)
            .sorted(Comparator.comparing(Person::name).thenComparing(Person::id))
            .toList();
    this.contacts =
        properties.contacts().stream()
            .map(contact -> contact.contact(properties.businessHours()))
            .toList();
    this.rotas = rotas;
    this.clock = clock;
  }

  @Override
  public List<Person> all() {
    return persons;
  }

  @Override
  public Optional<Person> find(String id) {
    return persons.stream()
        .filter(person -> person.id().equals(id))
        .findFirst()
        .or(() -> Players.find(id));
  }

  @Override
  public List<Person> inGroup(String group) {
    return persons.stream().filter(person -> person.groups().contains(group)).toList();
  }

  @Override
  public List<Contact> contacts() {
    return contacts;
  }

  @Override
  public Optional<Person> onCall(String rotation) {
    return rotas.at(rotation, clock.instant()).flatMap(shift -> find(shift.person()));
  }

  @Override
  public List<Person> callOrder(String rotation) {
    var now = clock.instant();
    var running = rotas.at(rotation, now).orElse(null);
    if (running == null) {
      return List.of();
    }
    // Somebody who is stood in for is asked after all others: there will have been a reason.
    var members = rotas.membersFrom(rotation, now);
    var order =
        running.override() == null
            ? members.stream()
            : Stream.concat(members.stream().skip(1), members.stream().limit(1));
    return Stream.concat(Stream.of(running.person()), order)
        .distinct()
        .flatMap(id -> find(id).stream())
        .toList();
  }

  @Override
  public List<Addressee> resolve(String recipient) {
    var colon = recipient.indexOf(':');
    if (colon < 0) {
      return List.of();
    }
    var id = recipient.substring(colon + 1);
    return switch (recipient.substring(0, colon)) {
      case "oncall" -> onCall(id).stream().map(Directory::addressee).toList();
      case "group" -> inGroup(id).stream().map(Directory::addressee).toList();
      case "person" -> find(id).stream().map(Directory::addressee).toList();
      case "contact" ->
          contacts.stream()
              .filter(contact -> contact.id().equals(id))
              .map(
                  c ->
                      new Addressee(
                          c.id(), c.name(), c.email(), c.phone(), c.slackId(), c.hours(), null))
              .toList();
      default -> List.of();
    };
  }

  private static Addressee addressee(Person person) {
    return new Addressee(
        person.id(),
        person.name(),
        person.email(),
        person.phone(),
        person.slackId(),
        Hours.ALWAYS,
        null);
  }
}
