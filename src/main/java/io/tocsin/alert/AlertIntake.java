package io.tocsin.alert;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.incident.Timeline;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Takes what a source sends, a payload in one transaction: repeats are counted, changes are noted
 * on the timeline, what is new joins an incident or opens one.
 *
 * <p>In doubt an alert fires: a signal that comes out of order may open an incident too many, and a
 * person dismisses it; none is swallowed.
 *
 * <p>Locks are taken in the order advisory locks, incidents, rows of repeats. What deadlocks even
 * so is repeated by {@link Atomic}.
 */
@Service
class AlertIntake {

  /**
   * What was taken.
   *
   * @param accepted number of alerts in the payload
   * @param incidents numbers of the incidents that they belong to
   */
  record Receipt(int accepted, Set<String> incidents) {}

  private record Known(AlertStore.Row row, IncidentView incident) {}

  private final AlertStore store;
  private final Correlation correlation;
  private final Incidents incidents;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Atomic atomic;
  private final AlertProperties properties;
  private final Clock clock;

  AlertIntake(
      AlertStore store,
      Correlation correlation,
      Incidents incidents,
      Timeline timeline,
      ResponseProcess process,
      Atomic atomic,
      AlertProperties properties,
      Clock clock) {
    this.store = store;
    this.correlation = correlation;
    this.incidents = incidents;
    this.timeline = timeline;
    this.process = process;
    this.atomic = atomic;
    this.properties = properties;
    this.clock = clock;
  }

  /** Takes the alerts of one payload: all or none. */
  Receipt receive(String source, List<Alert> alerts) {
    return atomic.call(() -> new Receipt(alerts.size(), take(source, alerts)));
  }

  private Set<String> take(String source, List<Alert> alerts) {
    var repeated = repeated(source, alerts);
    var repeats = new ArrayList<Alert>();
    var changes = new ArrayList<Alert>();
    alerts.forEach(
        alert -> (repeated.contains(alert.fingerprint()) ? repeats : changes).add(alert));
    var touched = new LinkedHashSet<String>();
    if (!changes.isEmpty()) {
      store.lock(changes);
      changes.forEach(alert -> change(alert).ifPresent(touched::add));
    }
    repeats.sort(Comparator.comparing(Alert::fingerprint));
    repeats.forEach(alert -> repeat(alert).ifPresent(touched::add));
    return touched;
  }

  /** Fingerprints that fire already and of which this payload says nothing else. */
  private Set<String> repeated(String source, List<Alert> alerts) {
    var resolving =
        alerts.stream()
            .filter(alert -> !alert.firing())
            .map(Alert::fingerprint)
            .collect(Collectors.toSet());
    var firing =
        alerts.stream()
            .map(Alert::fingerprint)
            .filter(fingerprint -> !resolving.contains(fingerprint))
            .distinct()
            .toList();
    return firing.isEmpty() ? Set.of() : store.firing(source, firing);
  }

  private Optional<String> repeat(Alert alert) {
    var since = clock.instant().minus(properties.forgetMutedAfter());
    return store
        .repeat(alert, since)
        .or(
            () -> {
              // It was resolved, closed or silent for long in the meantime.
              store.lock(List.of(alert));
              return change(alert);
            });
  }

  private Optional<String> change(Alert alert) {
    var known = known(alert);
    if (known.isEmpty()) {
      return alert.firing() ? Optional.of(open(alert)) : Optional.empty();
    }
    var row = known.get().row();
    if (alert.firing()) {
      return Optional.of(row.firing() ? stillFires(alert, known.get()) : again(alert, known.get()));
    }
    if (row.firing() && !late(alert, row)) {
      resolved(alert, known.get());
    } else {
      store.count(row);
    }
    return Optional.of(row.incident());
  }

  /** Returns the live row with its incident locked: from then on nobody else changes it. */
  private Optional<Known> known(Alert alert) {
    for (var row = store.live(alert); row.isPresent(); ) {
      var incident = incidents.lock(row.get().incident());
      // It may have been moved, or have become history, while we waited for the lock.
      var now = store.live(alert);
      if (now.isPresent() && now.get().incident().equals(incident.number())) {
        return Optional.of(new Known(now.get(), incident));
      }
      row = now;
    }
    return Optional.empty();
  }

  /** A resolution of an earlier time that comes after the signal has fired again. */
  private static boolean late(Alert alert, AlertStore.Row row) {
    return alert.resolvedAt() != null
        && row.startedAt() != null
        && alert.resolvedAt().isBefore(row.startedAt());
  }

  private String open(Alert alert) {
    var incident = correlation.incidentFor(alert);
    store.add(alert, incident);
    timeline.add(incident, Actor.alert(alert.source()), "alert", "Alert firing: " + said(alert));
    return incident;
  }

  private String stillFires(Alert alert, Known known) {
    var muted = known.incident().status().over();
    var forgotten = clock.instant().minus(properties.forgetMutedAfter());
    if (muted && known.row().lastSeen().isBefore(forgotten)) {
      store.forget(known.row());
      return open(alert);
    }
    store.count(known.row());
    return known.incident().number();
  }

  private String again(Alert alert, Known known) {
    var number = known.incident().number();
    var watched = known.incident().status() == Status.RESOLVED;
    if (watched && !process.alertFiredAgain(number)) {
      // Nobody watches any more, so nobody would hear of it there.
      store.forget(known.row());
      var next = open(alert);
      timeline.add(
          number,
          Actor.alert(alert.source()),
          "alert",
          "Alert fires again: %s. It is handled in %s".formatted(alert.title(), next));
      return next;
    }
    store.fireAgain(known.row(), alert);
    timeline.add(number, Actor.alert(alert.source()), "alert", "Alert fires again: " + said(alert));
    return number;
  }

  private void resolved(Alert alert, Known known) {
    var incident = known.incident();
    var over = incident.status().over();
    store.resolve(known.row(), alert, !over);
    if (over) {
      return;
    }
    timeline.add(
        incident.number(),
        Actor.alert(alert.source()),
        "alert",
        "Alert resolved: " + alert.title());
    if (incident.status().responding()
        && incident.acknowledgedAt() == null
        && !store.anyFiring(incident.number())) {
      process.alertsResolved(incident.number());
    }
  }

  private static String said(Alert alert) {
    var said = new ArrayList<String>();
    said.add(alert.title());
    if (alert.severity() != null) {
      said.add("Severity by its source: " + alert.severity());
    }
    if (!alert.services().isEmpty()) {
      said.add("Services: " + String.join(", ", alert.services()));
    }
    if (!alert.labels().isEmpty()) {
      said.add(
          alert.labels().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(label -> label.getKey() + "=" + label.getValue())
              .collect(Collectors.joining(", ", "Labels: ", "")));
    }
    return Text.cut(String.join(". ", said), 2_000);
  }
}
