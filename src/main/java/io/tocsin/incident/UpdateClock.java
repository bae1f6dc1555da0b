package io.tocsin.incident;

import io.tocsin.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

  /**
   * Which targets an audience has: for its first update, counted from declaration, and for each
   * later one.
   */
  private record Cadence(String first, String every) {}

  private static final Map<String, Cadence> CADENCES =
      Map.of(
          "internal", new Cadence("firstUpdateWithin", "updateEvery"),
          "executive", new Cadence("executiveUpdateEvery", "executiveUpdateEvery"),
          "public", new Cadence("statusPageWithin", "statusPageEvery"));

  private final Incidents incidents;
  private final StatusUpdates updates;
  private final Clock clock;

  UpdateClock(Incidents incidents, StatusUpdates updates, Clock clock) {
    this.incidents = incidents;
    this.updates = updates;
    this.clock = clock;
  }

  Next next(String number, String audience) {
    // The lock closes the gap between this reading and the wait that follows it.
    var incident = incidents.lock(number);
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
    var cadence = CADENCES.getOrDefault(audience, new Cadence("", ""));
    var targets = policy.targets(incident.severity());
    var last = updates.lastByPerson(incident.number(), audience);
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
  private static Instant promised(Instant owed, StatusUpdate last, IncidentView incident) {
    var promise = last.nextUpdateAt();
    return promise == null || promise.isBefore(incident.respondingSince())
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
