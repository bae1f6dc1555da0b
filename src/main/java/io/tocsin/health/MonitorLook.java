package io.tocsin.health;

import io.tocsin.catalog.Catalog.Service;
import io.tocsin.catalog.Monitor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Looks, out of turn, at what the monitors of a service watch: certificates and resources. */
@Component
class MonitorLook implements Look {

  private final Probing probing;

  MonitorLook(Probing probing) {
    this.probing = probing;
  }

  @Override
  public Set<Aspect> aspects() {
    return Set.of(Aspect.CERTIFICATE, Aspect.RESOURCES);
  }

  @Override
  public boolean offers(Service service, Aspect aspect) {
    return monitors(service, aspect).findAny().isPresent();
  }

  @Override
  public List<Finding> at(Service service, Aspect aspect) {
    return monitors(service, aspect).toList().stream()
        .map(monitor -> finding(service, aspect, monitor))
        .toList();
  }

  private Finding finding(Service service, Aspect aspect, Monitor monitor) {
    var reading = probing.start(monitor).join();
    return new Finding(
        service.id(),
        aspect,
        switch (reading.verdict()) {
          case PASSED -> Finding.State.FINE;
          case FAILED -> Finding.State.SUSPECT;
          case CANNOT_RUN -> Finding.State.UNKNOWN;
        },
        monitor.name() + ": " + reading.text());
  }

  private static Stream<Monitor> monitors(Service service, Aspect aspect) {
    return aspect == Aspect.RESOURCES
        ? service.monitors().stream().filter(monitor -> monitor.prometheus() != null)
        : Stream.concat(
            service.monitors().stream().filter(monitor -> monitor.tls() != null),
            certificates(service));
  }

  /** Whoever is checked by HTTPS has a certificate, whether a monitor watches it or not. */
  private static Stream<Monitor> certificates(Service service) {
    return service.monitors().stream().anyMatch(monitor -> monitor.tls() != null)
        ? Stream.empty()
        : service.healthChecks().stream()
            .filter(check -> "https".equals(check.url().getScheme()))
            .map(
                check ->
                    new Monitor.Tls(
                        check.url().getHost(),
                        check.url().getPort() < 0 ? 443 : check.url().getPort(),
                        null,
                        Duration.ofDays(1)))
            .distinct()
            .map(MonitorLook::once);
  }

  private static Monitor once(Monitor.Tls tls) {
    return new Monitor(
        tls.host(),
        Duration.ofMinutes(1),
        Duration.ofSeconds(5),
        null,
        1,
        1,
        null,
        null,
        null,
        null,
        tls,
        null,
        null,
        null);
  }
}
