package io.tocsin.health;

import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Monitor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How the monitors do, for the signed-in. */
@RestController
public class MonitorList {

  private final Catalog catalog;
  private final MonitorStates states;

  MonitorList(Catalog catalog, MonitorStates states) {
    this.catalog = catalog;
    this.states = states;
  }

  /**
   * A monitor and where it stands.
   *
   * @param watches what it looks at, without secrets
   * @param state passing, failing or cannotRun; null before its first run
   * @param alertOpen whether its alert fires
   * @param text what the last run saw
   * @param since when it came into this state
   */
  public record Row(
      String service,
      String monitor,
      String watches,
      long everySeconds,
      @Nullable String state,
      boolean alertOpen,
      @Nullable String text,
      @Nullable Long latencyMs,
      @Nullable Instant lastRunAt,
      @Nullable Instant since) {}

  /** Returns the monitors of all services, in the order of the catalog. */
  @GetMapping("/api/v1/monitors")
  public List<Row> all() {
    return catalog.services().stream()
        .flatMap(service -> service.monitors().stream().map(monitor -> row(service.id(), monitor)))
        .toList();
  }

  private Row row(String service, Monitor monitor) {
    var state = states.find(new MonitorKey(service, monitor.name()));
    return new Row(
        service,
        monitor.name(),
        watches(monitor),
        monitor.every().toSeconds(),
        state.map(now -> now.state().word()).orElse(null),
        state.map(MonitorState::alertOpen).orElse(false),
        state.map(MonitorState::text).orElse(null),
        state.map(MonitorState::latencyMs).orElse(null),
        state.map(MonitorState::runAt).orElse(null),
        state.map(MonitorState::changedAt).orElse(null));
  }

  private static String watches(Monitor monitor) {
    return Optional.<Object>ofNullable(monitor.http())
        .map(http -> "HTTP " + http)
        .or(() -> Optional.ofNullable(monitor.tcp()).map(t -> "TCP " + t.host() + ":" + t.port()))
        .or(
            () ->
                Optional.ofNullable(monitor.tls())
                    .map(t -> "Certificate of " + t.name() + ":" + t.port()))
        .or(
            () ->
                Optional.ofNullable(monitor.postgres())
                    .map(p -> "PostgreSQL " + p.host() + ":" + p.port() + "/" + p.database()))
        .or(() -> Optional.ofNullable(monitor.dns()).map(d -> "DNS " + d.host()))
        .or(() -> Optional.ofNullable(monitor.prometheus()).map(p -> "Prometheus " + p.query()))
        .orElseThrow();
  }
}
