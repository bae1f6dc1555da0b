package io.tocsin.incident;

import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
    var policy = incidents.policyOf(incident);
    return due(incident, audience, policy)
        .map(due -> new Next("wait", opensAt(due, policy), due.at()))
        .orElse(new Next("idle", null, null));
  }

  /** Returns when the next update is owed, if one is. */
  public Optional<Instant> dueAt(IncidentView incident, String audience) {
    return due(incident, audience, incidents.policyOf(incident)).map(Due::at);
  }

  private record Due(Instant from, Instant at) {}

  private Optional<Due> due(IncidentView incident, String audience, Policy policy) {
    var cadence = CADENCES.getOrDefault(audience, new Cadence("", ""));
    var targets = policy.targets(incident.severity());
    var last = updates.last(incident.number(), audience);
    if (last.isPresent()) {
      var from =
          later(later(last.get().at(), incident.severityChangedAt()), incident.respondingSince());
      return targets
          .deadline(cadence.every())
          .map(every -> promised(due(every, from, policy), last.get()));
    }
    return targets
        .deadline(cadence.first())
        .map(first -> due(first, incident.respondingSince(), policy));
  }

  /** What readers were promised counts when it comes before what the policy owes. */
  private static Due promised(Due owed, StatusUpdate last) {
    var promise = last.nextUpdateAt();
    return promise != null && promise.isBefore(owed.at()) ? new Due(owed.from(), promise) : owed;
  }

  private static Due due(Deadline deadline, Instant from, Policy policy) {
    return new Due(from, deadline.from(from, policy.profile().calendar()));
  }

  /**
   * The task opens a little before the deadline, so that writing fits in; at most half of the wait.
   */
  private Instant opensAt(Due due, Policy policy) {
    var half = Duration.between(due.from(), due.at()).dividedBy(2);
    var notice = policy.profile().duration("updateNotice");
    var opens = due.at().minus(notice.compareTo(half) < 0 ? notice : half);
    return opens.isBefore(clock.instant()) ? clock.instant() : opens;
  }

  private static Instant later(Instant a, @Nullable Instant b) {
    return b != null && b.isAfter(a) ? b : a;
  }
}
