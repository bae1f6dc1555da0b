package io.tocsin.incident;

import java.time.Clock;
import java.time.Instant;
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
  private final Clock clock;

  Doubts(Incidents incidents, Clock clock) {
    this.incidents = incidents;
    this.clock = clock;
  }

  /** Returns when a doubt that comes up now is to be decided. */
  Instant decideBy(String number) {
    // Every policy owes it at every level.
    return incidents.dueFrom(incidents.get(number), WITHIN, clock.instant()).orElseThrow();
  }

  /**
   * Nobody has decided: it is as bad as it may be. Who commanded does not answer, and no task of
   * the response may wait for them.
   */
  void reopen(String number) {
    incidents.vacateCommand(number);
    incidents.reopen(number, "it may be back, and nobody decided on it in time", Actor.ENGINE);
  }
}
