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

  @Override
  public void afterSingletonsInstantiated() {
    access.seed(
        properties.persons().stream()
            .map(person -> new Member(person.id(), person.name(), person.groups()))
            .toList(),
        properties.samplePassword());
  }
}
