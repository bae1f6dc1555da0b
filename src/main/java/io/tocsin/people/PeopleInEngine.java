package io.tocsin.people;

import io.tocsin.engine.EngineAccess;
import io.tocsin.engine.EngineAccess.Member;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/** Makes the engine know the people of the directory, before the first web request is taken. */
@Component
class PeopleInEngine implements SmartInitializingSingleton {

  private final EngineAccess access;
  private final PeopleProperties properties;

  PeopleInEngine(EngineAccess access, PeopleProperties properties) {
    this.access = access;
    this.properties = properties;
  }

  /**
   * Hands the directory over.
   *
   * @throws IllegalStateException when it is empty and was not before: a key that is misspelt would
   *     take everybody's access, on all nodes
   */
  @Override
  public void afterSingletonsInstantiated() {
    if (properties.persons().isEmpty() && !properties.mayBeEmpty() && access.hasMembers()) {
      throw new IllegalStateException(
          "tocsin.people.persons: the settings name nobody, and everybody who had access by them"
              + " would lose it. Mend the file that TOCSIN_CONFIG names, /config/tocsin.yaml where"
              + " it names none; if nobody shall be left, set tocsin.people.may-be-empty to true");
    }
    access.seed(
        properties.persons().stream()
            .map(person -> new Member(person.id(), person.name(), person.groups()))
            .toList(),
        properties.samplePassword());
  }
}
