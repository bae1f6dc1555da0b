package io.tocsin.health;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Catalog.HealthCheck;
import io.tocsin.health.ProbeResult.Outcome;
import io.tocsin.outbound.OutboundHttp;
import io.tocsin.outbound.OutboundRequest;
import io.tocsin.outbound.OutboundResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs the health checks of the catalog. Waits for other systems: not for the middle of a lock. */
@Component
public class HealthProbes {

  private static final int MAX_BODY = 500;

  /** A part of what a node may call at once: others check too, and it must tell and act as well. */
  private static final int AT_ONCE = 32;

  /**
   * A little more than a check may take, and shorter than what else waits for it: with what else a
   * job does it stays within the time that its transaction may stand still.
   */
  private static final Duration LONGEST = Duration.ofSeconds(21);

  private final Catalog catalog;
  private final OutboundHttp http;

  HealthProbes(Catalog catalog, OutboundHttp http) {
    this.catalog = catalog;
    this.http = http;
  }

  /**
   * Runs all checks of some services, some at once; takes 21 seconds at most, then the rest is not
   * looked at.
   *
   * @param services ids; one that the catalog does not know has nothing to check
   * @return in the order of the services, at least one result for each
   */
  public List<ProbeResult> probe(Collection<String> services) {
    var until = System.nanoTime() + LONGEST.toNanos();
    var results = new ArrayList<CompletableFuture<ProbeResult>>();
    for (var id : services.stream().distinct().toList()) {
      var checks = catalog.find(id).map(Catalog.Service::healthChecks).orElse(List.of());
      if (checks.isEmpty()) {
        results.add(CompletableFuture.completedFuture(ProbeResult.nothingToCheck(id)));
      }
      for (var check : checks) {
        if (results.size() >= AT_ONCE) {
          results.get(results.size() - AT_ONCE).join();
        }
        results.add(begin(id, check, until));
      }
    }
    return results.stream().map(CompletableFuture::join).toList();
  }

  private CompletableFuture<ProbeResult> begin(String service, HealthCheck check, long until) {
    if (until - System.nanoTime() < check.timeout().toNanos()) {
      return CompletableFuture.completedFuture(
          ProbeResult.notLookedAt(service, check.name(), "the other checks took too long"));
    }
    return http.start(OutboundRequest.get(check.url(), check.timeout()))
        .thenApply(response -> judge(service, check, response));
  }

  private static ProbeResult judge(String service, HealthCheck check, OutboundResponse response) {
    if (response.unmade()) {
      return ProbeResult.notLookedAt(service, check.name(), String.valueOf(response.failure()));
    }
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
