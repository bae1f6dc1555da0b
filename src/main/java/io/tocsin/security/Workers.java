package io.tocsin.security;

import io.tocsin.catalog.Catalog;
import io.tocsin.engine.Credentials;
import io.tocsin.engine.EngineAccess;
import io.tocsin.engine.TeamGroups;
import io.tocsin.people.People;
import io.tocsin.security.SecurityProperties.Worker;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

/** The accounts of workers, kept as the configuration has them, and which topics are theirs. */
@Component
class Workers implements SmartInitializingSingleton {

  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final EngineAccess access;
  private final SecurityProperties properties;
  private final People people;
  private final Catalog catalog;
  private final Environment environment;

  Workers(
      EngineAccess access,
      SecurityProperties properties,
      People people,
      Catalog catalog,
      Environment environment) {
    this.access = access;
    this.properties = properties;
    this.people = people;
    this.catalog = catalog;
    this.environment = environment;
  }

  /** Returns the topics of a worker; none for whoever is not in the configuration. */
  Set<String> topics(String worker) {
    return properties.workers().stream()
        .filter(known -> known.id().equals(worker))
        .findFirst()
        .map(Worker::topics)
        .orElse(Set.of());
  }

  @Override
  public void afterSingletonsInstantiated() {
    properties.workers().forEach(this::check);
    access.seedPrograms(
        properties.workers().stream().collect(Collectors.toMap(Worker::id, Worker::password)),
        TeamGroups.ACTION_WORKER);
  }

  private void check(Worker worker) {
    checkTopics(worker);
    require(
        people.find(worker.id()).isEmpty() && !worker.id().equals(properties.admin().username()),
        "The worker '" + worker.id() + "' is also a person.",
        "Give it an id of its own in tocsin.security.workers.");
    require(
        worker.password().length() >= Credentials.MIN_PASSWORD || sample(),
        "The password of the worker '%s' is shorter than %d characters."
            .formatted(worker.id(), Credentials.MIN_PASSWORD),
        "Give it a longer one in tocsin.security.workers, from the environment.");
  }

  /** The worker of the sample is left over where a catalog takes the place of the sample's. */
  private void checkTopics(Worker worker) {
    var known = topics();
    for (var topic : worker.topics()) {
      var why =
          "The topic '%s' of the worker '%s' is that of no action in the catalog, which has: %s"
              .formatted(topic, worker.id(), String.join(", ", known));
      if (!known.contains(topic) && sample()) {
        LOG.warn("{}", why);
      } else {
        require(
            known.contains(topic),
            why,
            "Mend tocsin.security.workers, or give an action of the catalog the block external.");
      }
    }
  }

  private boolean sample() {
    return environment.acceptsProfiles(Profiles.of("default"));
  }

  private Set<String> topics() {
    var topics = new TreeSet<String>();
    for (var service : catalog.services()) {
      service.actions().entrySet().stream()
          .map(Map.Entry::getKey)
          .forEach(id -> service.topic(id).ifPresent(topics::add));
    }
    return topics;
  }

  private static void require(boolean condition, String reason, String action) {
    if (!condition) {
      throw new StartRefusedException(reason, action);
    }
  }
}
