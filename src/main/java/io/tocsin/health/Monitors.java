package io.tocsin.health;

import io.tocsin.alert.MonitorAlerts;
import io.tocsin.catalog.Catalog;
import io.tocsin.catalog.Monitor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The monitors of the catalog: when they run next, and what comes of a run. */
@Service
class Monitors {

  private final Catalog catalog;
  private final MonitorProperties properties;
  private final MonitorStates states;
  private final Probing probing;
  private final MonitorAlerts alerts;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Monitors(
      Catalog catalog,
      MonitorProperties properties,
      MonitorStates states,
      Probing probing,
      MonitorAlerts alerts,
      ApplicationEventPublisher events,
      Clock clock) {
    this.catalog = catalog;
    this.properties = properties;
    this.states = states;
    this.probing = probing;
    this.alerts = alerts;
    this.events = events;
    this.clock = clock;
  }

  /** Returns all that the configuration wants to run. */
  List<MonitorKey> wanted() {
    return properties.enabled()
        ? catalog.services().stream()
            .flatMap(
                service ->
                    service.monitors().stream()
                        .map(monitor -> new MonitorKey(service.id(), monitor.name())))
            .toList()
        : List.of();
  }

  /**
   * Returns when a monitor runs next; empty when the configuration does not want it any more, and
   * then nothing of it is left. What was missed while nobody ran is not made up for.
   *
   * @param before when the last run was due; null before the first
   */
  @Transactional
  public Optional<Instant> plan(MonitorKey key, @Nullable Instant before) {
    var monitor = properties.enabled() ? find(key) : Optional.<Monitor>empty();
    if (monitor.isEmpty()) {
      if (states.find(key).map(MonitorState::alertOpen).orElse(false)) {
        alerts.resolved(key.service(), key.monitor(), "It is not watched any more");
      }
      states.forget(key);
      return Optional.empty();
    }
    var every = monitor.get().every();
    var now = clock.instant();
    if (before == null) {
      return Optional.of(now.plus(spread(key, every)));
    }
    var next = before.plus(every);
    return Optional.of(next.isAfter(now) ? next : caughtUp(next, now, every));
  }

  /** Monitors of one interval run evenly spread over it, on each start in the same way. */
  private static Duration spread(MonitorKey key, Duration every) {
    return Duration.ofMillis(Math.floorMod(key.toString().hashCode() * 31L, every.toMillis()));
  }

  private static Instant caughtUp(Instant due, Instant now, Duration every) {
    var missed = Duration.between(due, now).toMillis() / every.toMillis() + 1;
    return due.plus(every.multipliedBy(missed));
  }

  /**
   * Runs a monitor once. Waits for another system first and takes locks only then.
   *
   * <p>A run that is repeated after a crash looks afresh: nothing of the first was kept.
   */
  @Transactional
  public void run(MonitorKey key) {
    var monitor = find(key);
    if (monitor.isEmpty()) {
      return;
    }
    var drilled = alerts.drilled(key.service());
    var reading = probing.start(monitor.get()).join();
    var before = states.find(key).orElse(null);
    var step = MonitorState.next(before, monitor.get(), reading, clock.instant());
    states.save(key, step.now());
    switch (step.event()) {
      case FIRING -> alerts.firing(signal(key, monitor.get(), step.now(), drilled));
      case RESOLVED -> alerts.resolved(key.service(), key.monitor(), reading.text());
      case BLIND ->
          events.publishEvent(new MonitorBlind(key.service(), key.monitor(), reading.text()));
      case NOTHING -> {}
    }
  }

  private static MonitorAlerts.Failure signal(
      MonitorKey key, Monitor monitor, MonitorState state, boolean drilled) {
    return new MonitorAlerts.Failure(
        key.service(),
        key.monitor(),
        state.text(),
        state.changedAt(),
        monitor.severity(),
        monitor.kind(),
        drilled);
  }

  Optional<Monitor> find(MonitorKey key) {
    return catalog.find(key.service()).stream()
        .flatMap(service -> service.monitors().stream())
        .filter(monitor -> monitor.name().equals(key.monitor()))
        .findFirst();
  }
}
