package io.tocsin.console;

import io.tocsin.engine.ProcessView;
import io.tocsin.engine.model.Escalation;
import io.tocsin.engine.model.HealthGate;
import io.tocsin.engine.model.Recover;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.incident.UpdateClock;
import io.tocsin.policy.Pace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Collects the deadlines of an incident: targets of its policy, and what its clocks wait for. */
@Component
class Countdowns {

  private final Incidents incidents;
  private final UpdateClock updates;
  private final ProcessView process;

  Countdowns(Incidents incidents, UpdateClock updates, ProcessView process) {
    this.incidents = incidents;
    this.updates = updates;
    this.process = process;
  }

  /** Returns those that run first, by due time, then those that were met. */
  List<Countdown> of(IncidentView incident) {
    var found = new ArrayList<Countdown>();
    var pace = incidents.paceOf(incident);
    var present = incident.status().responding() ? pace.response() : pace.aftermath();
    response(found, "Acknowledge", incident, "acknowledgeWithin", incident.takenAt(), pace);
    response(found, "Respond", incident, "respondWithin", incident.respondedAt(), pace);
    target(found, "Resolve", incident, "resolveWithin", incident.resolvedAt(), pace.response());
    // The phases only warn, and only while they last.
    if (incident.status().responding()) {
      phase(
          found,
          "Detection phase",
          incident,
          "phaseDetectionWithin",
          incident.triagedAt(),
          present);
      phase(
          found,
          "Investigation phase",
          incident,
          "phaseInvestigationWithin",
          first(incident.identifiedAt(), incident.mitigatedAt()),
          present);
      phase(found, "Resolution phase", incident, "phaseResolutionWithin", null, present);
    }
    if (incident.status() == Status.RESOLVED) {
      phase(found, "Follow-up phase", incident, "phaseFollowUpWithin", null, present);
      target(found, "Stabilise", incident, "stabiliseFor", null, pace.aftermath());
      target(found, "Review", incident, "reviewWithin", null, pace.aftermath());
    }
    if (incident.status().responding()) {
      Choices.CLOCKED_AUDIENCES.forEach(
          (audience, label) ->
              updates
                  .dueAt(incident, audience)
                  .ifPresent(due -> found.add(new Countdown(label, due, null, present))));
    }
    for (var timer : process.timers(incident.number())) {
      switch (timer.process()) {
        case Escalation.KEY ->
            found.add(new Countdown("Next escalation", timer.due(), null, present));
        case HealthGate.KEY, Recover.KEY ->
            found.add(
                new Countdown(
                    timer.activity().equals(Recover.Elements.EVENT_UNDECIDED)
                        ? "Reopens by itself"
                        : "Next health check",
                    timer.due(),
                    null,
                    present));
        default -> {
          // The other timers open tasks and warn; their deadlines are above or on the tasks.
        }
      }
    }
    found.sort(
        Comparator.comparing((Countdown countdown) -> countdown.met() != null)
            .thenComparing(Countdown::due));
    return found;
  }

  /** What nobody did before it was resolved is not waited for any more. */
  private void response(
      List<Countdown> found,
      String label,
      IncidentView incident,
      String key,
      @Nullable Instant met,
      Pace pace) {
    if (met != null || incident.status().responding()) {
      target(found, label, incident, key, met, pace.response());
    }
  }

  private void target(
      List<Countdown> found,
      String label,
      IncidentView incident,
      String key,
      @Nullable Instant met,
      int pace) {
    if (met == null && incident.status().over()) {
      return;
    }
    (met == null ? incidents.due(incident, key) : incidents.dueWhenMet(incident, key, met))
        .ifPresent(due -> found.add(new Countdown(label, due, met, pace)));
  }

  private void phase(
      List<Countdown> found,
      String label,
      IncidentView incident,
      String key,
      @Nullable Instant done,
      int pace) {
    if (done == null) {
      target(found, label, incident, key, null, pace);
    }
  }

  private static @Nullable Instant first(@Nullable Instant a, @Nullable Instant b) {
    return a == null ? b : a;
  }
}
