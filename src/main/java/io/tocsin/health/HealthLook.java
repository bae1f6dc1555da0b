package io.tocsin.health;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.Service;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Looks at the health of a service, and of all that it needs: a cause often lies further down. */
@Component
class HealthLook implements Look {

  private final Catalog catalog;
  private final HealthProbes probes;

  HealthLook(Catalog catalog, HealthProbes probes) {
    this.catalog = catalog;
    this.probes = probes;
  }

  @Override
  public Set<Aspect> aspects() {
    return Set.of(Aspect.HEALTH, Aspect.DEPENDENCIES);
  }

  @Override
  public boolean offers(Service service, Aspect aspect) {
    return aspect == Aspect.HEALTH
        ? !service.healthChecks().isEmpty()
        : needs(service).stream()
            .anyMatch(id -> catalog.find(id).stream().anyMatch(s -> !s.healthChecks().isEmpty()));
  }

  @Override
  public List<Finding> at(Service service, Aspect aspect) {
    var report =
        new HealthReport(
            probes.probe(aspect == Aspect.HEALTH ? Set.of(service.id()) : needs(service)));
    return List.of(
        new Finding(
            service.id(),
            aspect,
            report.incomplete()
                ? Finding.State.UNKNOWN
                : report.healthy() ? Finding.State.FINE : Finding.State.SUSPECT,
            report.incomplete()
                ? report.paragraph()
                : report.healthy() ? well(report) : report.failures()));
  }

  private static String well(HealthReport report) {
    return report.results().stream()
        .filter(ProbeResult::passed)
        .map(r -> "%s healthy after %d ms".formatted(r.service(), r.latency().toMillis()))
        .collect(Collectors.joining(", "));
  }

  /** Services may need each other. */
  private Set<String> needs(Service service) {
    var seen = new LinkedHashSet<>(service.dependsOn());
    var open = new ArrayDeque<>(service.dependsOn());
    while (!open.isEmpty()) {
      catalog.find(open.remove()).map(Service::dependsOn).orElse(List.of()).stream()
          .filter(seen::add)
          .forEach(open::add);
    }
    seen.remove(service.id());
    return seen;
  }
}
