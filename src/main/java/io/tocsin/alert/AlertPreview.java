package io.tocsin.alert;

import io.tocsin.incident.Access;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Says what the intake would do with the alerts of a payload, one after the other, and why; changes
 * nothing.
 */
@Component
class AlertPreview {

  private static final String ASKS =
      ": if it is still watched, the commander is asked whether to reopen it, else a new one is"
          + " declared";

  /** After these the signal fires. */
  private static final Set<String> BEGINS = Set.of("declare", "join", "mute");

  /** The fields as the format reads them, and as the mapping leaves them. */
  record Reading(
      String fingerprint,
      String status,
      String title,
      List<String> services,
      @Nullable String severity,
      @Nullable String severityBySource,
      @Nullable String kind,
      @Nullable String groupKey,
      Map<String, String> labels) {}

  /**
   * What would happen to one alert.
   *
   * @param rule of the mapping that matched, if any
   * @param outcome declare, join, count, fireAgain, resolve, mute, note or nothing
   * @param incident the one it belongs to or would join; null when there is none yet
   * @param declaration what a new incident would begin with
   */
  record Outcome(
      Reading read,
      @Nullable String rule,
      String outcome,
      String why,
      @Nullable String incident,
      Incidents.@Nullable Outlook declaration) {}

  private final AlertMapping mapping;
  private final AlertStore store;
  private final Correlation correlation;
  private final Repeats repeats;
  private final Windows windows;
  private final Incidents incidents;
  private final Access access;
  private final StormProperties.Flapping flapping;
  private final Clock clock;

  AlertPreview(
      AlertMapping mapping,
      AlertStore store,
      Correlation correlation,
      Repeats repeats,
      Windows windows,
      Incidents incidents,
      Access access,
      StormProperties storm,
      Clock clock) {
    this.mapping = mapping;
    this.store = store;
    this.correlation = correlation;
    this.repeats = repeats;
    this.windows = windows;
    this.incidents = incidents;
    this.access = access;
    this.flapping = storm.flapping();
    this.clock = clock;
  }

  /**
   * Looks at the alerts of a payload.
   *
   * @param reader who asks: restricted incidents that they may not read are not named; null for the
   *     source itself
   */
  @Transactional(readOnly = true)
  public List<Outcome> of(List<Alert> alerts, @Nullable String reader) {
    var outcomes = new ArrayList<Outcome>();
    var earlier = new ArrayList<Alert>();
    for (var alert : alerts) {
      var mapped = mapping.read(alert);
      var outcome = of(alert, mapped, earlier, reader);
      outcomes.add(outcome);
      if (BEGINS.contains(outcome.outcome())) {
        earlier.add(mapped.alert());
      }
    }
    return outcomes;
  }

  private Outcome of(
      Alert sent, AlertMapping.Mapped mapped, List<Alert> earlier, @Nullable String reader) {
    var alert = mapped.alert();
    var before =
        earlier.stream().anyMatch(other -> other.fingerprint().equals(alert.fingerprint()));
    var live = store.live(alert);
    if (mapped.note() != null) {
      return outcome(sent, mapped, "note", mapped.note(), null, reader);
    }
    if (live.isPresent() && !alert.firing()) {
      var number = live.get().incident();
      return live.get().firing()
          ? outcome(sent, mapped, "resolve", "The same signal fires", number, reader)
          : outcome(sent, mapped, "count", "The signal is resolved already", number, reader);
    }
    var known = live.flatMap(row -> known(sent, mapped, row, reader));
    if (known.isPresent()) {
      return known.get();
    }
    if (before) {
      return alert.firing()
          ? outcome(sent, mapped, "count", "The payload has the same signal before", null, reader)
          : outcome(sent, mapped, "resolve", "The payload lets it fire before", null, reader);
    }
    if (!alert.firing()) {
      return outcome(sent, mapped, "nothing", "No such signal fires", null, reader);
    }
    var muted = muted(alert);
    if (muted.isPresent()) {
      return outcome(sent, mapped, "mute", muted.get(), null, reader);
    }
    var open = correlation.preview(alert);
    if (!open.isEmpty()) {
      var incident = open.get(0);
      var shared = alert.services().stream().anyMatch(incident.services()::contains);
      return outcome(
          sent,
          mapped,
          "join",
          (shared ? "An incident of its service is open" : "An incident of its group is open")
              + (incident.status() == Status.RESOLVED ? "; it is resolved" + ASKS : ""),
          incident.number(),
          reader);
    }
    if (earlier.stream().anyMatch(other -> Correlation.together(alert, other))) {
      return outcome(
          sent,
          mapped,
          "join",
          "An alert before it in the payload has its service or group, and begins the incident",
          null,
          reader);
    }
    return new Outcome(
        reading(sent, alert),
        mapped.rule(),
        "declare",
        alert.services().isEmpty()
            ? "It names no service, and no incident of its group is open"
            : "No incident of its services or its group is open",
        null,
        incidents.outlook(alert.declaration()));
  }

  /** Says what comes of a firing signal that has a live row; empty when it counts as new. */
  private Optional<Outcome> known(
      Alert sent, AlertMapping.Mapped mapped, AlertStore.Row row, @Nullable String reader) {
    var alert = mapped.alert();
    var number = row.incident();
    var incident = number == null ? null : incidents.get(number);
    if (row.firing() && repeats.countsAsNew(alert, row, incident)) {
      return Optional.empty();
    }
    if (incident == null) {
      return row.firing()
          ? Optional.of(
              outcome(sent, mapped, "count", "The same signal fires already", null, reader))
          : muted(alert).map(why -> outcome(sent, mapped, "mute", why, null, reader));
    }
    var why =
        !row.firing()
            ? "The same signal had resolved"
            : repeats.anew(alert, row, incident)
                ? "It began anew after its incident was resolved"
                : repeats.worse(alert, row, incident)
                    ? "It became worse after its incident was resolved"
                    : null;
    if (why == null) {
      return Optional.of(
          outcome(sent, mapped, "count", "The same signal fires already", number, reader));
    }
    if (incident.status() != Status.RESOLVED) {
      return Optional.of(outcome(sent, mapped, "fireAgain", why, number, reader));
    }
    var flaps = flaps(alert);
    if (flaps.isPresent()) {
      return Optional.of(
          outcome(sent, mapped, "fireAgain", flaps.get() + ": nobody is asked", number, reader));
    }
    return Optional.of(
        muted(alert)
            .map(muted -> outcome(sent, mapped, "mute", muted, null, reader))
            .orElseGet(
                () ->
                    outcome(
                        sent,
                        mapped,
                        "fireAgain",
                        (row.firing() ? why : why + ", and so has its incident") + ASKS,
                        number,
                        reader)));
  }

  /** Returns why an alert that begins to fire would reach nobody. */
  private Optional<String> muted(Alert alert) {
    if (Correlation.security(alert)) {
      return Optional.empty();
    }
    var now = clock.instant();
    var window = windows.covering(alert.services(), now).flatMap(windows::find);
    if (window.isPresent()) {
      return Optional.of(
          "Its services are in maintenance until %s: %s"
              .formatted(window.get().until(), window.get().reason()));
    }
    return flaps(alert);
  }

  /** Returns why an alert that begins to fire once more would only be counted. */
  private Optional<String> flaps(Alert alert) {
    var turns = store.turns(alert.source(), alert.fingerprint());
    return Optional.ofNullable(turns.flappingSince())
        .filter(since -> !Correlation.security(alert) && !turns.calm(clock.instant(), flapping))
        .map(since -> "It has been flapping since " + since);
  }

  private Outcome outcome(
      Alert sent,
      AlertMapping.Mapped mapped,
      String outcome,
      String why,
      @Nullable String number,
      @Nullable String reader) {
    var hidden =
        number != null
            && reader != null
            && incidents
                .find(number)
                .filter(incident -> access.mayRead(reader, incident))
                .isEmpty();
    return new Outcome(
        reading(sent, mapped.alert()),
        mapped.rule(),
        outcome,
        hidden ? why + "; the incident is restricted" : why,
        hidden ? null : number,
        null);
  }

  private static Reading reading(Alert sent, Alert read) {
    return new Reading(
        read.fingerprint(),
        read.firing() ? "firing" : "resolved",
        read.title(),
        read.services(),
        read.severity(),
        Objects.equals(sent.severity(), read.severity()) ? null : sent.severity(),
        read.kind(),
        read.groupKey(),
        read.labels());
  }
}
