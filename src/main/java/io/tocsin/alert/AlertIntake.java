package io.tocsin.alert;

import io.tocsin.alert.AlertStore.Repeat;
import io.tocsin.alert.AlertStore.Row;
import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.StormProcess;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.logs.LogContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Takes what a source sends, what changes anything in one transaction: repeats are counted, changes
 * are noted on the timeline, what is new joins an incident or opens one.
 *
 * <p>In doubt an alert fires: a signal that comes out of order may open an incident too many, and a
 * person dismisses it; none is swallowed. Two things mute: a maintenance window, and flapping; what
 * fires on when they end counts as new. What fires on when its incident is resolved or dismissed
 * only repeats; what begins anew or becomes worse then is heard.
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
   * @param incidents numbers of the incidents that they belong to; muted ones belong to none
   */
  record Receipt(int accepted, Set<String> incidents) {}

  /**
   * The live row of a signal.
   *
   * @param incident null while it is muted
   */
  private record Known(Row row, @Nullable IncidentView incident) {}

  /** One transaction, and the fingerprints that have a live row in it. */
  private record Work(Correlation.Round round, Set<String> live) {

    Work(boolean drilled) {
      this(new Correlation.Round(drilled), new HashSet<>());
    }
  }

  private final AlertStore store;
  private final Correlation correlation;
  private final Incidents incidents;
  private final AlertLines lines;
  private final Windows windows;
  private final ResponseProcess process;
  private final StormProcess storms;
  private final Atomic atomic;
  private final Repeats repeats;
  private final StormProperties.Flapping flapping;
  private final Clock clock;

  AlertIntake(
      AlertStore store,
      Correlation correlation,
      Incidents incidents,
      AlertLines lines,
      Windows windows,
      ResponseProcess process,
      StormProcess storms,
      Atomic atomic,
      Repeats repeats,
      StormProperties storm,
      Clock clock) {
    this.store = store;
    this.correlation = correlation;
    this.incidents = incidents;
    this.lines = lines;
    this.windows = windows;
    this.process = process;
    this.storms = storms;
    this.atomic = atomic;
    this.repeats = repeats;
    this.flapping = storm.flapping();
    this.clock = clock;
  }

  /**
   * Takes the alerts of one payload: all or none. Only a repeat may stay counted when the others
   * fail, and is counted again when the payload is sent again.
   */
  Receipt receive(String source, List<Alert> alerts) {
    return receive(source, alerts, false);
  }

  /**
   * The same.
   *
   * @param drilled whether they were seen in a drill, so that they are its or nobody's
   */
  Receipt receive(String source, List<Alert> alerts, boolean drilled) {
    var touched = new LinkedHashSet<String>();
    // What senders send most: all of it is known. One statement, and nothing is locked for it.
    var steady = steady(alerts);
    var rest =
        alerts.stream().allMatch(alert -> steady.containsKey(alert.fingerprint()))
            ? uncounted(source, alerts, steady, touched)
            : alerts;
    if (!rest.isEmpty()) {
      touched.addAll(atomic.call(() -> take(source, rest, drilled)));
    }
    // Whatever the caller logs about this payload belongs there, if it belongs to one.
    LogContext.about(touched.size() == 1 ? touched.iterator().next() : null);
    return new Receipt(alerts.size(), touched);
  }

  private Set<String> take(String source, List<Alert> alerts, boolean drilled) {
    var touched = new LinkedHashSet<String>();
    var repeats = new ArrayList<Alert>();
    var changes = split(alerts, repeated(source, alerts), repeats);
    var work = new Work(drilled);
    if (!changes.isEmpty()) {
      store.lock(changes);
      // Others may have brought them while we waited; in a storm that is the rule.
      changes = split(changes, repeated(source, changes), repeats);
    }
    if (!changes.isEmpty()) {
      change(source, changes, work, touched);
    }
    if (!repeats.isEmpty()) {
      repeat(source, repeats, work, touched);
    }
    return touched;
  }

  /** Counts the alerts if all of them are repeats, and returns those that were not counted. */
  private List<Alert> uncounted(
      String source, List<Alert> alerts, Map<String, Repeat> steady, Set<String> touched) {
    var counted = atomic.statement(() -> store.repeatAll(source, steady, repeats.remembered()));
    return others(alerts, counted, touched);
  }

  /** Puts the repeats aside and returns the others, in their order. */
  private static List<Alert> split(List<Alert> alerts, Set<String> repeated, List<Alert> repeats) {
    var others = new ArrayList<Alert>();
    alerts.forEach(alert -> (repeated.contains(alert.fingerprint()) ? repeats : others).add(alert));
    return others;
  }

  /** Fingerprints that fire already and of which this payload says nothing else. */
  private Set<String> repeated(String source, List<Alert> alerts) {
    var steady = steady(alerts);
    return steady.isEmpty() ? Set.of() : store.firing(source, steady);
  }

  /** What a payload says one thing of only: that it fires, and how badly. */
  private static Map<String, Repeat> steady(List<Alert> alerts) {
    var steady = new HashMap<String, Repeat>();
    var torn = new HashSet<String>();
    for (var alert : alerts) {
      var all = steady.merge(alert.fingerprint(), new Repeat(alert.severity(), 1), Repeat::and);
      if (!alert.firing() || !Objects.equals(all.severity(), alert.severity())) {
        torn.add(alert.fingerprint());
      }
    }
    steady.keySet().removeAll(torn);
    return steady;
  }

  private void repeat(String source, List<Alert> alerts, Work work, Set<String> touched) {
    // These were resolved, closed or silent for long in the meantime.
    var others =
        others(alerts, store.repeat(source, steady(alerts), repeats.remembered()), touched);
    if (!others.isEmpty()) {
      store.lock(others);
      change(source, others, work, touched);
    }
  }

  private static List<Alert> others(
      List<Alert> alerts, Map<String, Optional<String>> counted, Set<String> touched) {
    counted.values().forEach(incident -> incident.ifPresent(touched::add));
    return alerts.stream().filter(alert -> !counted.containsKey(alert.fingerprint())).toList();
  }

  private void change(String source, List<Alert> alerts, Work work, Set<String> touched) {
    // The caller holds their locks: nobody else adds one of them.
    work.live().addAll(store.live(source, alerts.stream().map(Alert::fingerprint).toList()));
    for (var alert : alerts) {
      // What was before it in the payload may belong elsewhere.
      try (var lines = LogContext.of(null)) {
        change(alert, work).ifPresent(touched::add);
      }
    }
  }

  private Optional<String> change(Alert said, Work work) {
    var now = clock.instant();
    var incident = changed(said.possible(now), work);
    for (var time : said.impossible(now)) {
      incident.ifPresent(
          number ->
              lines.once(
                  number,
                  said.source(),
                  "Its source gives a time that cannot be, and that does not count: " + time));
    }
    return incident;
  }

  private Optional<String> changed(Alert alert, Work work) {
    var known = work.live().contains(alert.fingerprint()) ? known(alert) : Optional.<Known>empty();
    if (known.isEmpty()) {
      return alert.firing()
          ? open(alert, store.turns(alert.source(), alert.fingerprint()), work)
          : Optional.empty();
    }
    var row = known.get().row();
    var incident = known.get().incident();
    if (alert.firing() && row.firing()) {
      return stillFires(alert, row, incident, work);
    }
    if (alert.firing()) {
      return incident == null ? againMuted(alert, row, work) : again(alert, row, incident, work);
    }
    if (row.firing() && !late(alert, row)) {
      resolved(alert, row, incident);
    } else {
      store.count(row);
    }
    return Optional.ofNullable(row.incident());
  }

  /** Returns the live row with its incident locked: from then on nobody else changes it. */
  private Optional<Known> known(Alert alert) {
    for (var row = store.live(alert); row.isPresent(); ) {
      var number = row.get().incident();
      if (number == null) {
        // Nobody touches it without the lock of the signal, which we hold.
        return Optional.of(new Known(row.get(), null));
      }
      var incident = incidents.lock(number);
      LogContext.about(number);
      // It may have been moved, or have become history, while we waited for the lock.
      var now = store.live(alert);
      if (now.isPresent() && incident.number().equals(now.get().incident())) {
        return Optional.of(new Known(now.get(), incident));
      }
      row = now;
    }
    return Optional.empty();
  }

  /** A resolution of an earlier time that comes after the signal has fired again. */
  private static boolean late(Alert alert, Row row) {
    return alert.resolvedAt() != null
        && row.startedAt() != null
        && alert.resolvedAt().isBefore(row.startedAt());
  }

  /**
   * A signal begins to fire.
   *
   * @param before how restless it was
   */
  private Optional<String> open(Alert alert, Turns before, Work work) {
    work.live().add(alert.fingerprint());
    var window = mutedBy(alert);
    if (window.isPresent()) {
      // What happens during maintenance makes nothing restless.
      store.mute(alert, before, window.get());
      return Optional.empty();
    }
    var turns = before.and(clock.instant(), flapping);
    if (goesOn(before, turns, alert)) {
      // Somebody heard of it when it began to flap.
      store.mute(alert, turns, null);
      return Optional.empty();
    }
    var found = correlation.incidentFor(alert, work.round());
    if (found.isEmpty()) {
      return found;
    }
    var incident = found.get();
    LogContext.about(incident);
    store.add(alert, incident, turns);
    lines.add(incident, alert.source(), "Alert firing: " + said(alert));
    mark(alert, before, turns, incident);
    return found;
  }

  private Optional<String> stillFires(
      Alert alert, Row row, @Nullable IncidentView incident, Work work) {
    if (incident != null
        && incident.status() == Status.RESOLVED
        && (repeats.anew(alert, row, incident) || repeats.worse(alert, row, incident))) {
      return again(alert, row, incident, work);
    }
    if (repeats.countsAsNew(alert, row, incident)) {
      store.forget(row);
      return open(alert, row.turns(), work);
    }
    if (row.differs(alert)) {
      severityChanged(alert, incident);
      store.count(row, alert);
    } else {
      store.count(row);
    }
    return Optional.ofNullable(row.incident());
  }

  /** It may have become worse, of which somebody must hear while it is responded to. */
  private void severityChanged(Alert alert, @Nullable IncidentView incident) {
    if (incident != null && incident.status().responding()) {
      correlation.severityChanged(incident.number(), alert);
    }
  }

  private Optional<String> again(Alert alert, Row row, IncidentView incident, Work work) {
    var number = incident.number();
    if (incident.status().responding()) {
      process.alertFires(number);
    }
    if (row.differs(alert)) {
      severityChanged(alert, incident);
    }
    var turns = row.turns().and(clock.instant(), flapping);
    var quietly = goesOn(row.turns(), turns, alert);
    if (quietly) {
      store.fireAgain(row, alert, turns);
      return Optional.of(number);
    }
    if (unheard(alert, incident)) {
      return elsewhere(alert, row, number, work);
    }
    store.fireAgain(row, alert, turns);
    lines.add(number, alert.source(), "Alert fires again: " + said(alert));
    mark(alert, row.turns(), turns, number);
    return Optional.of(number);
  }

  /** Nobody watches a resolved incident any more, or nobody is to hear of the alert at all. */
  private boolean unheard(Alert alert, IncidentView incident) {
    return incident.status() == Status.RESOLVED
        && (mutedBy(alert).isPresent() || !process.alertFiredAgain(incident.number()));
  }

  /** Takes for new what nobody would hear of on its incident. */
  private Optional<String> elsewhere(Alert alert, Row row, String number, Work work) {
    store.forget(row);
    var next = open(alert, row.turns(), work);
    next.ifPresent(
        other ->
            lines.add(
                number,
                alert.source(),
                "Alert fires again: %s. It is handled in %s".formatted(alert.title(), other)));
    return next;
  }

  private Optional<String> againMuted(Alert alert, Row row, Work work) {
    var turns = row.mutedBy() == null ? row.turns().and(clock.instant(), flapping) : row.turns();
    var window = row.mutedBy() != null || mutedBy(alert).isPresent();
    if (!window && !goesOn(row.turns(), turns, alert)) {
      store.forget(row);
      return open(alert, row.turns(), work);
    }
    store.fireAgain(row, alert, turns);
    return Optional.empty();
  }

  private void resolved(Alert alert, Row row, @Nullable IncidentView incident) {
    var stays = incident == null || !incident.status().over();
    store.resolve(row, alert, stays);
    if (incident == null || !stays || row.turns().flapping()) {
      return;
    }
    lines.add(incident.number(), alert.source(), "Alert resolved: " + alert.title());
    offerDismissal(incident);
  }

  private void offerDismissal(IncidentView incident) {
    if (incident.status().responding()
        && incident.acknowledgedAt() == null
        && !store.anyFiring(incident.number())) {
      process.alertsResolved(incident.number());
    }
  }

  /** What is a matter of security is never muted. */
  private Optional<UUID> mutedBy(Alert alert) {
    return Correlation.security(alert)
        ? Optional.empty()
        : windows.muting(alert.services(), clock.instant());
  }

  /** Returns whether it only goes on flapping, of which nobody need hear again. */
  private static boolean goesOn(Turns before, Turns now, Alert alert) {
    return before.flapping()
        && Objects.equals(before.flappingSince(), now.flappingSince())
        && !Correlation.security(alert);
  }

  /** It has begun to flap: said once, and a model waits until it has calmed down. */
  private void mark(Alert alert, Turns before, Turns now, String incident) {
    if (now.flapping() && !Objects.equals(now.flappingSince(), before.flappingSince())) {
      lines.add(
          incident,
          alert.source(),
          "Alert is flapping: %s. It began to fire %d times within %s. Until it has been quiet for %s it is counted only"
              .formatted(alert.title(), now.times().size(), flapping.window(), flapping.quiet()));
      storms.flappingBegun(alert.source(), alert.fingerprint());
    }
  }

  /**
   * Looks whether a flapping signal has calmed down. If it fires then, it counts as new.
   *
   * @return when to look again; empty when it has
   */
  Optional<Instant> settle(String source, String fingerprint) {
    return atomic.call(
        () -> {
          store
              .live(source, fingerprint)
              .flatMap(row -> store.kept(row.id()))
              .ifPresentOrElse(
                  alert -> store.lock(List.of(alert)), () -> store.lock(source, fingerprint));
          var turns = store.turns(source, fingerprint);
          if (turns.flapping() && !turns.calm(clock.instant(), flapping)) {
            return Optional.of(turns.calmAt(flapping));
          }
          var alert = store.live(source, fingerprint).flatMap(row -> store.kept(row.id()));
          store.calm(source, fingerprint);
          store.live(source, fingerprint).ifPresent(row -> calm(source, row, alert.orElse(null)));
          return Optional.<Instant>empty();
        });
  }

  /**
   * It has calmed down.
   *
   * @param alert what it said last; null when an older version has not kept it
   */
  private void calm(String source, Row row, @Nullable Alert alert) {
    if (row.incident() != null) {
      calm(source, row, alert, incidents.lock(row.incident()));
    } else if (row.mutedBy() == null) {
      letGo(row, new Work(false));
    }
  }

  private void calm(String source, Row row, @Nullable Alert alert, IncidentView incident) {
    if (incident.status().over()) {
      return;
    }
    lines.add(
        incident.number(),
        source,
        "Alert has calmed down: it " + (row.firing() ? "fires" : "is resolved"));
    if (!row.firing()) {
      offerDismissal(incident);
    } else if (alert != null && unheard(alert, incident)) {
      elsewhere(alert, row, incident.number(), new Work(false));
    } else if (alert == null
        && incident.status() == Status.RESOLVED
        && !process.alertFiredAgain(incident.number())) {
      // Its next repeat opens another.
      store.forget(row);
    }
  }

  /** What a maintenance window muted and still fires counts as new, unless another covers it. */
  void release(UUID window) {
    atomic.run(
        () -> {
          var rows = store.mutedBy(window);
          lock(rows);
          // Whoever mutes by it just now has ended after this, and nobody does so any more.
          windows.lock(window);
          lock(store.mutedBy(window).stream().filter(row -> !rows.contains(row)).toList());
          var work = new Work(false);
          // Read again: what had resolved or changed while we waited for the locks.
          store.mutedBy(window).forEach(row -> letGo(row, work));
          windows.released(window);
        });
  }

  private void lock(List<Row> rows) {
    store.lock(rows.stream().map(row -> store.signal(row.id())).toList());
  }

  private void letGo(Row row, Work work) {
    var alert = store.signal(row.id());
    var other = row.firing() ? mutedBy(alert) : Optional.<UUID>empty();
    if (other.isPresent()) {
      store.muteBy(row, other.get());
      return;
    }
    store.forget(row);
    if (row.firing()) {
      open(alert, store.turns(alert.source(), alert.fingerprint()), work);
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
