package io.tocsin.health;

import io.tocsin.catalog.Catalog;
import io.tocsin.health.ProbeResult.Outcome;
import io.tocsin.problem.NotFoundException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The present health of a service: the checks run when asked. */
@RestController
class ServiceHealthController {

  private final Catalog catalog;
  private final HealthProbes probes;

  ServiceHealthController(Catalog catalog, HealthProbes probes) {
    this.catalog = catalog;
    this.probes = probes;
  }

  @GetMapping("/api/v1/services/{id}/health")
  ServiceHealth health(@PathVariable String id) {
    if (catalog.find(id).isEmpty()) {
      throw new NotFoundException("The catalog has no service '" + id + "'");
    }
    var results = probes.probe(List.of(id));
    var checked = results.stream().filter(r -> r.outcome() != Outcome.NOTHING_TO_CHECK).toList();
    var report = new HealthReport(checked);
    return new ServiceHealth(
        id,
        checked.isEmpty() || report.incomplete() ? null : report.healthy(),
        checked.stream().map(Check::of).toList());
  }

  /**
   * The health of a service.
   *
   * @param healthy null when there is nothing to check, or not everything could be looked at
   */
  record ServiceHealth(String service, @Nullable Boolean healthy, List<Check> checks) {}

  record Check(
      String name,
      String outcome,
      @Nullable Integer status,
      long latencyMs,
      @Nullable String reason,
      String body) {

    static Check of(ProbeResult result) {
      return new Check(
          result.check(),
          result.outcome().name().toLowerCase(Locale.ROOT),
          result.status(),
          result.latency().toMillis(),
          result.reason(),
          result.body());
    }
  }
}
