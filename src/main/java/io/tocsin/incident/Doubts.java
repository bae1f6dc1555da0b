package io.tocsin.incident;

import io.tocsin.engine.ResponseProcess;
import java.time.Clock;
import java.time.Instant;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A resolved incident that may be back waits for a person's decision as long as a new one may wait
 * to be taken: {@code acknowledgeWithin} of the policy's targets. Then it is reopened, and its
 * ladder calls whoever is on call until somebody takes it.
 */
@Service
@Transactional
class Doubts {

  /** How the phase that watches ends when the incident is reopened. */
  static final String REOPENED = "reopened";

  private static final String WITHIN = "acknowledgeWithin";

  private final Incidents incidents;
  private final IncidentRounds rounds;
  private final ResponseProcess process;
  private final Clock clock;

  Doubts(Incidents incidents, IncidentRounds rounds, ResponseProcess process, Clock clock) {
    this.incidents = incidents;
    this.rounds = rounds;
    this.process = process;
    this.clock = clock;
  }

  /** Returns when a doubt that comes up now is to be decided. */
  Instant decideBy(String number) {
    // Every policy owes it at every level.
    return decideBy(incidents.get(number), clock.instant());
  }

  /**
   * Another level gives another time, counted from the doubt. What would be over leaves a moment to
   * answer, but no more than there was.
   */
  @EventListener
  void on(IncidentChanged change) {
    var incident = change.now();
    if (change.what() == IncidentChanged.What.SEVERITY && incident.status() == Status.RESOLVED) {
      var soonest =
          clock.instant().plus(incidents.policyOf(incident).profile().duration("promptTaskWithin"));
      process.reopeningDue(
          incident.number(),
          (asked, due) -> {
            var by = decideBy(incident, asked);
            var earliest = due.isBefore(soonest) ? due : soonest;
            return by.isBefore(earliest) ? earliest : by;
          });
    }
  }

  private Instant decideBy(IncidentView incident, Instant asked) {
    return incidents.dueFrom(incident, WITHIN, asked).orElseThrow();
  }

  /**
   * Nobody has decided: it is as bad as it may be. Who commanded does not answer, and no task of
   * the response may wait for them: the clock of the command passes them over.
   */
  void reopen(String number) {
    var silent = incidents.vacateCommand(number);
    var reopened =
        incidents.reopen(number, "it may be back, and nobody decided on it in time", Actor.ENGINE);
    silent.ifPresent(commander -> rounds.silent(reopened, commander));
  }
}
