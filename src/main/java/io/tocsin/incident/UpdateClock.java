package io.tocsin.incident;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** When the next status update to an audience is owed, read afresh each time. */
@Service
@Transactional
public class UpdateClock {

  /**
   * What the clock waits for.
   *
   * @param state send, wait, idle (nothing owed at this level) or over
   * @param opensAt when the task appears; dueAt when the update must be written
   */
  record Next(String state, @Nullable Instant opensAt, @Nullable Instant dueAt) {}

  private final Incidents incidents;
  private final StatusUpdates updates;
  private final PublicVoice voice;
  private final RoleCandidates candidates;
  private final ResponseProcess process;
  private final Timeline timeline;
  private final Clock clock;

  UpdateClock(
      Incidents incidents,
      StatusUpdates updates,
      PublicVoice voice,
      RoleCandidates candidates,
      ResponseProcess process,
      Timeline timeline,
      Clock clock) {
    this.incidents = incidents;
    this.updates = updates;
    this.voice = voice;
    this.candidates = candidates;
    this.process = process;
    this.timeline = timeline;
    this.clock = clock;
  }

  Next next(String number, String audience) {
    // The lock closes the gap between this reading and the wait that follows it.
    var incident = incidents.lock(number);
    updates.lookAgain(number, audience);
    if (!updates.unsent(number, audience).isEmpty()) {
      return new Next("send", null, null);
    }
    if (!incident.status().responding()) {
      return new Next("over", null, null);
    }
    return due(incident, audience)
        .map(due -> new Next("wait", later(due.opensAt(), clock.instant()), due.at()))
        .orElse(new Next("idle", null, null));
  }

  /**
   * How it goes on with an update that is overdue.
   *
   * @param at when somebody is reminded again; null when nobody is
   * @param handOver whether the commander has to write it by then
   */
  record Reminder(@Nullable Instant at, boolean handOver) {}

  /**
   * Returns how it goes on with an update that is overdue. Clocks that are set anew do not put the
   * next reminder off.
   *
   * @param given the reminder that was given just now; null when none was
   */
  Reminder reminder(String number, String audience, Instant due, @Nullable Reminder given) {
    var incident = incidents.lock(number);
    if (given != null) {
      updates.reminded(number, audience, due, given.handOver());
    }
    var last = updates.late(number, audience, due);
    var policy = incidents.policyOf(incident);
    return Overdue.next(policy, due, later(due, last.at()))
        .map(
            at ->
                last.handedOver()
                    ? at
                    : Overdue.handOverAt(policy, due).map(lost -> earlier(at, lost)).orElse(at))
        .map(incident::notBefore)
        // What should have been long ago is made up for now.
        .map(at -> new Reminder(at, Overdue.lost(policy, due, later(at, clock.instant()))))
        .orElse(new Reminder(null, false));
  }

  /** Gives the open task of an update to the commander, and to the group while nobody commands. */
  void handOver(String number, String audience) {
    var commander = candidates.holder(incidents.lock(number), Role.COMMANDER);
    if (process.updateHandedOver(number, audience, Role.COMMANDER.group(), commander)) {
      timeline.add(
          number,
          Actor.ENGINE,
          "update",
          "The update (%s) that nobody has written goes to the commander".formatted(audience));
    }
  }

  /** Returns when the next update is owed, if one is. */
  public Optional<Instant> dueAt(IncidentView incident, String audience) {
    return due(incident, audience).map(Due::at);
  }

  /**
   * An update that is owed.
   *
   * @param opensAt when its task appears
   */
  private record Due(Instant opensAt, Instant at) {}

  private Optional<Due> due(IncidentView incident, String audience) {
    var policy = incidents.policyOf(incident);
    return Stream.concat(
            owed(incident, audience, policy).stream(), asked(incident, audience, policy).stream())
        .reduce((a, b) -> new Due(earlier(a.opensAt(), b.opensAt()), earlier(a.at(), b.at())));
  }

  private Optional<Due> owed(IncidentView incident, String audience, Policy policy) {
    var cadence = Cadence.OF.getOrDefault(audience, new Cadence("", ""));
    var targets = policy.targets(incident.severity());
    if (audience.equals(StatusUpdates.PUBLIC) && voice.onTheirWay(incident.number())) {
      // Whoever has to release them is reminded; nobody is asked to write others.
      return Optional.empty();
    }
    var last = last(incident.number(), audience);
    if (last.isEmpty()) {
      var from = incident.respondingSince();
      return targets
          .deadline(cadence.first())
          .map(first -> open(from, policy.due(first, from), incident, policy));
    }
    var from =
        later(later(last.get().at(), incident.severityChangedAt()), incident.respondingSince());
    return targets
        .deadline(cadence.every())
        .map(every -> promised(policy.due(every, from), last.get(), incident))
        .map(at -> open(from, at, incident, policy));
  }

  /** The public has heard what went out; everybody else what was written. */
  private Optional<PublicVoice.Said> last(String number, String audience) {
    return audience.equals(StatusUpdates.PUBLIC)
        ? voice.lastByPerson(number)
        : updates
            .lastByPerson(number, audience)
            .map(update -> new PublicVoice.Said(update.at(), update.nextUpdateAt()));
  }

  /** Who asks wants to know now, whatever the policy owes and whether the clocks are paused. */
  private Optional<Due> asked(IncidentView incident, String audience, Policy policy) {
    return updates.asked(incident.number()).stream()
        .filter(request -> request.audience().equals(audience))
        .findFirst()
        // Whom the resolution has cut short is answered after the reopening.
        .map(request -> later(request.at(), incident.respondingSince()))
        .map(at -> new Due(at, at.plus(promptly(policy))));
  }

  /**
   * What readers were promised counts when it comes before what the policy owes. What was promised
   * for the time in which the incident was resolved, the resolution has answered.
   */
  private static Instant promised(Instant owed, PublicVoice.Said last, IncidentView incident) {
    var promise = last.nextUpdateAt();
    return promise == null
            || promise.isBefore(incident.respondingSince())
            || promise.isBefore(last.at())
        ? owed
        : earlier(promise, owed);
  }

  /**
   * The task opens a little before the deadline, so that writing fits in; at most half of the wait.
   * What would open in a pause opens at its end, and there is time to write it then.
   */
  private static Due open(Instant from, Instant at, IncidentView incident, Policy policy) {
    var half = Duration.between(from, at).dividedBy(2);
    var notice = policy.profile().duration("updateNotice");
    var opens = at.minus(notice.compareTo(half) < 0 ? notice : half);
    var resumed = incident.notBefore(opens);
    return resumed.equals(opens)
        ? new Due(opens, at)
        : new Due(resumed, later(at, resumed.plus(promptly(policy))));
  }

  private static Duration promptly(Policy policy) {
    return policy.profile().duration("promptTaskWithin");
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, @Nullable Instant b) {
    return b != null && b.isAfter(a) ? b : a;
  }
}
