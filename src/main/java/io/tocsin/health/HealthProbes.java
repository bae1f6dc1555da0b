package io.tocsin.health;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.HealthCheck;
import io.tocsin.health.ProbeResult.Outcome;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs the health checks of the catalog. Waits for other systems: not for the middle of a lock. */
@Component
public class HealthProbes {

  private static final int MAX_BODY = 500;

  private final Catalog catalog;
  private final OutboundHttp http;

  HealthProbes(Catalog catalog, OutboundHttp http) {
    this.catalog = catalog;
    this.http = http;
  }

  /**
   * Runs all checks of some services, all at once; takes as long as the slowest check's time limit
   * at most.
   *
   * @param services ids; one that the catalog does not know has nothing to check
   * @return in the order of the services, at least one result for each
   */
  public List<ProbeResult> probe(Collection<String> services) {
    return services.stream().distinct().flatMap(this::begin).toList().stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private Stream<CompletableFuture<ProbeResult>> begin(String id) {
    var checks = catalog.find(id).map(Catalog.Service::healthChecks).orElse(List.of());
    return checks.isEmpty()
        ? Stream.of(CompletableFuture.completedFuture(ProbeResult.nothingToCheck(id)))
        : checks.stream()
            .map(
                check ->
                    http.start(OutboundRequest.get(check.url(), check.timeout()))
                        .thenApply(response -> judge(id, check, response)));
  }

  private static ProbeResult judge(String service, HealthCheck check, OutboundResponse response) {
    var reason = reason(check, response);
    var body = response.body().strip();
    return new ProbeResult(
        service,
        check.name(),
        reason == null ? Outcome.PASSED : Outcome.FAILED,
        response.failure() == null ? response.status() : null,
        response.duration(),
        reason,
        body.length() > MAX_BODY ? body.substring(0, MAX_BODY) + "…" : body);
  }

  private static @Nullable String reason(HealthCheck check, OutboundResponse response) {
    if (response.failure() != null) {
      return response.failure();
    }
    if (response.status() != check.status()) {
      return "HTTP " + response.status() + " instead of " + check.status();
    }
    if (check.bodyContains() != null && !response.body().contains(check.bodyContains())) {
      return "the answer lacks '" + check.bodyContains() + "'";
    }
    if (check.maxLatency() != null && response.duration().compareTo(check.maxLatency()) > 0) {
      return "slower than " + check.maxLatency().toMillis() + " ms";
    }
    return null;
  }
}
