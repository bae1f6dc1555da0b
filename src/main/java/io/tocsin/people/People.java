package io.tocsin.people;

import java.util.List;
import java.util.Optional;

/** The directory, the on-call rotations and the contacts. */
public interface People {

  /** Returns everybody, by name. */
  List<Person> all();

  /** Returns the person of a user id. */
  Optional<Person> find(String id);

  /** Returns what a person is called, and the id of one whom the directory does not know. */
  default String name(String id) {
    return find(id).map(Person::name).orElse(id);
  }

  /** Returns the people of a group, by name. */
  List<Person> inGroup(String group);

  /** Returns the contacts that are no people of ours, in the order of the configuration. */
  List<Contact> contacts();

  /**
   * Returns who is called now on a rotation: {@code primary}, {@code secondary}, {@code commander}.
   * Overrides count, at their exact instants.
   */
  Optional<Person> onCall(String rotation);

  /**
   * Returns whom to try one after the other: who is called now, then the members of the rotation in
   * the order in which their turns come. Each once; empty for an unknown rotation and for one on
   * which nobody is called now.
   */
  List<Person> callOrder(String rotation);

  /**
   * Returns whom a recipient of a policy names: {@code oncall:<rotation>} now, {@code group:<id>},
   * {@code person:<id>} or {@code contact:<id>}. Unknown ones give an empty list. A contact is
   * returned outside its hours, too: ask {@link Addressee#nextReachable}.
   */
  List<Addressee> resolve(String recipient);
}
