package io.tocsin.incident;

import io.tocsin.catalog.Catalog;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** How services of the catalog hang together: which one needs which, directly or over others. */
@Component
class Relations {

  /**
   * A relation between two services.
   *
   * @param distance 1 for a direct one
   * @param reason which one needs which, as a sentence without a full stop
   */
  record Relation(int distance, String reason) {}

  private final Catalog catalog;

  Relations(Catalog catalog) {
    this.catalog = catalog;
  }

  /** The services that these need and those that need them, with how. */
  Map<String, Relation> of(List<String> services) {
    var related = new LinkedHashMap<String, Relation>();
    for (var service : services) {
      walk(service, this::needs)
          .forEach((other, steps) -> add(related, other, steps, needs(service, other, steps)));
      walk(service, this::neededBy)
          .forEach((other, steps) -> add(related, other, steps, needs(other, service, steps)));
    }
    services.forEach(related::remove);
    return related;
  }

  private static void add(
      Map<String, Relation> related, String service, int distance, String reason) {
    related.merge(
        service,
        new Relation(distance, reason),
        (known, found) -> found.distance() < known.distance() ? found : known);
  }

  private static String needs(String service, String other, int steps) {
    return steps == 1
        ? service + " needs " + other
        : service + " needs " + other + ", over other services";
  }

  private List<String> needs(String service) {
    return catalog.find(service).map(Catalog.Service::dependsOn).orElse(List.of());
  }

  private List<String> neededBy(String service) {
    return catalog.services().stream()
        .filter(other -> other.dependsOn().contains(service))
        .map(Catalog.Service::id)
        .toList();
  }

  /** Returns what is reached, with the number of steps; a circle ends where it began. */
  private static Map<String, Integer> walk(String from, Function<String, List<String>> next) {
    var steps = new LinkedHashMap<String, Integer>();
    steps.put(from, 0);
    var open = new ArrayDeque<String>(List.of(from));
    while (!open.isEmpty()) {
      var service = open.remove();
      var distance = steps.getOrDefault(service, 0) + 1;
      for (var other : next.apply(service)) {
        if (steps.putIfAbsent(other, distance) == null) {
          open.add(other);
        }
      }
    }
    steps.remove(from);
    return steps;
  }
}
