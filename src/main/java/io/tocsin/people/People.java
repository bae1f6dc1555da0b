package io.tocsin.people;

import java.util.List;
import java.util.Optional;

/** The directory, the on-call rotations and the contacts. */
public interface People {

  /** Returns everybody, by name. */
  List<Person> all();

  /** Returns the person of a user id. */
  Optional<Person> find(String id);

  /** Returns the people of a group, by name. */
  List<Person> inGroup(String group);

  /**
   * Returns who is called now on a rotation: {@code primary}, {@code secondary}, {@code commander}.
   */
  Optional<Person> onCall(String rotation);

  /**
   * Returns whom a recipient of a policy names: {@code oncall:<rotation>}, {@code group:<id>},
   * {@code person:<id>} or {@code contact:<id>}. Unknown ones give an empty list.
   */
  List<Addressee> resolve(String recipient);
}
