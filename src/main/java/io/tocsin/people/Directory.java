package io.tocsin.people;

import io.tocsin.people.PeopleProperties.Contact;
import io.tocsin.people.PeopleProperties.PersonEntry;
import io.tocsin.people.PeopleProperties.Rotation;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** People as the configuration lists them. */
@Service
class Directory implements People {

  private final List<Person> persons;
  private final List<Contact> contacts;
  private final List<Rotation> rotations;
  private final Clock clock;

  Directory(PeopleProperties properties, Clock clock) {
    this.persons =
        properties.persons().stream()
            .map(PersonEntry::person)
            .sorted(Comparator.comparing(Person::name).thenComparing(Person::id))
            .toList();
    this.contacts = properties.contacts();
    this.rotations = properties.rotations();
    this.clock = clock;
  }

  @Override
  public List<Person> all() {
    return persons;
  }

  @Override
  public Optional<Person> find(String id) {
    return persons.stream().filter(person -> person.id().equals(id)).findFirst();
  }

  @Override
  public List<Person> inGroup(String group) {
    return persons.stream().filter(person -> person.groups().contains(group)).toList();
  }

  @Override
  public Optional<Person> onCall(String rotation) {
    return shift(rotation).flatMap(shift -> find(shift.person()));
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
              .map(c -> new Addressee(c.id(), c.name(), c.email(), c.phone()))
              .toList();
      default -> List.of();
    };
  }

  List<String> rotationIds() {
    return rotations.stream().map(Rotation::id).toList();
  }

  /** Returns the turn that runs now, if the rotation exists and has started. */
  Optional<Shift> shift(String rotation) {
    return rotations.stream()
        .filter(candidate -> candidate.id().equals(rotation))
        .findFirst()
        .flatMap(known -> Shift.at(known, clock.instant()));
  }

  private static Addressee addressee(Person person) {
    return new Addressee(person.id(), person.name(), person.email(), person.phone());
  }
}
