package io.tocsin.health;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Service;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Looks at services as a person on call would. Waits for other systems: not for the middle of a
 * lock.
 */
@Component
public class Examination {

  /** Longer than any single look may take, well under the engine's job lock. */
  private static final Duration LIMIT = Duration.ofSeconds(22);

  private final Catalog catalog;
  private final Probing probing;
  private final Map<Aspect, Look> looks = new EnumMap<>(Aspect.class);

  Examination(Catalog catalog, Probing probing, List<Look> looks) {
    this.catalog = catalog;
    this.probing = probing;
    looks.forEach(look -> look.aspects().forEach(aspect -> this.looks.put(aspect, look)));
  }

  /**
   * Looks at the aspects of the services, all at once, within a time limit. What does not answer in
   * time is said to be unknown.
   *
   * @param services ids; of one that the catalog does not know, only the alerts can be looked at
   * @param aspects what to look at; what the catalog does not offer for a service is left out
   * @return in the order of the services, then of the aspects
   */
  public List<Finding> examine(Collection<String> services, Set<Aspect> aspects) {
    return services.stream().distinct().flatMap(id -> begin(id, aspects)).toList().stream()
        .flatMap(found -> found.join().stream())
        .toList();
  }

  private Stream<CompletableFuture<List<Finding>>> begin(String id, Set<Aspect> aspects) {
    return catalog.find(id).stream()
        .flatMap(
            service ->
                Stream.of(Aspect.values())
                    .filter(aspects::contains)
                    .flatMap(
                        aspect ->
                            Stream.ofNullable(looks.get(aspect))
                                .filter(look -> look.offers(service, aspect))
                                .map(look -> begin(look, service, aspect))));
  }

  private CompletableFuture<List<Finding>> begin(Look look, Service service, Aspect aspect) {
    return probing
        .start(
            () -> look.at(service, aspect),
            unknown(service, aspect, "no answer within " + LIMIT.toSeconds() + " s"),
            unknown(service, aspect, "too many probes are under way"),
            LIMIT)
        .exceptionally(
            error ->
                unknown(
                    service,
                    aspect,
                    "an error of Tocsin (" + error.getClass().getSimpleName() + ")"));
  }

  private static List<Finding> unknown(Service service, Aspect aspect, String why) {
    return List.of(new Finding(service.id(), aspect, Finding.State.UNKNOWN, why));
  }
}
