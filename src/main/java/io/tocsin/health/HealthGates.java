package io.tocsin.health;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Fact;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.incident.Timeline;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Decides by several checks in a row whether an incident may move on. */
@Service
class HealthGates {

  private static final String KIND = "health";

  /**
   * Where a gate stands after an attempt.
   *
   * @param round attempts made
   * @param passes in a row
   * @param verdict {@code passed}, {@code failed} or {@code again}
   * @param nextAt when the next attempt is due, if there is one
   * @param cameFrom the status before the gate began; a failed gate goes back to it
   */
  record Attempt(int round, int passes, String verdict, Instant nextAt, Status cameFrom) {

    boolean passed() {
      return "passed".equals(verdict);
    }
  }

  private final Incidents incidents;
  private final HealthProbes probes;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Clock clock;

  HealthGates(
      Incidents incidents,
      HealthProbes probes,
      Timeline timeline,
      ResponseProcess process,
      Clock clock) {
    this.incidents = incidents;
    this.probes = probes;
    this.timeline = timeline;
    this.process = process;
    this.clock = clock;
  }

  /**
   * Makes the next attempt. One that could not look at everything is no pass and ends no row of
   * passes.
   *
   * @param round attempts made before
   * @param passes in a row before
   * @param began the status before the gate began, as the attempt before returned it; null before
   *     the first one
   */
  @Transactional
  public Attempt attempt(String number, int round, int passes, @Nullable Status began) {
    // Probing comes first: nobody shall wait for a lock on the incident that waits for a service.
    var incident = incidents.get(number);
    var report = new HealthReport(probes.probe(incident.services()));
    var profile = incidents.policyOf(incident).profile();
    var wanted = profile.number("gateChecks");
    var allowed = profile.number("gateAttempts");
    var cameFrom = began != null ? began : before(incident);
    if (began == null) {
      watch(number);
    } else if (incidents.lock(number).status() != Status.MONITORING) {
      timeline.add(
          number, Actor.ENGINE, KIND, "Health gate ended: the incident is being worked on again");
      return new Attempt(round + 1, 0, "failed", clock.instant(), cameFrom);
    }
    var nextAt = clock.instant().plus(profile.duration("gateEvery"));
    var made = round + 1;
    var row = report.incomplete() ? passes : report.healthy() ? passes + 1 : 0;
    if (row >= wanted) {
      pass(incident, wanted, report);
      return new Attempt(made, row, "passed", nextAt, cameFrom);
    }
    if (made >= allowed) {
      fail(number, made, wanted, report, cameFrom);
      return new Attempt(made, row, "failed", nextAt, cameFrom);
    }
    if (report.incomplete() || !report.healthy()) {
      timeline.add(
          number,
          Actor.ENGINE,
          KIND,
          "Health gate, check %d of at most %d %s. %s"
              .formatted(
                  made,
                  allowed,
                  report.incomplete() ? "was not complete" : "failed",
                  report.paragraph()));
    }
    return new Attempt(made, row, "again", nextAt, cameFrom);
  }

  /** Where a failed gate leads back to: the fix is not in place, and nothing else has changed. */
  private static Status before(IncidentView incident) {
    return incident.status().responding() && incident.status() != Status.MONITORING
        ? incident.status()
        : Status.MITIGATING;
  }

  private void watch(String number) {
    if (incidents.lock(number).status().responding()) {
      incidents.moveTo(number, Status.MONITORING, "The health gate has begun", Actor.ENGINE);
      process.factsChanged(number);
    }
  }

  private void pass(IncidentView incident, int wanted, HealthReport report) {
    timeline.add(
        incident.number(),
        Actor.ENGINE,
        KIND,
        "Health gate passed, %d in a row. %s".formatted(wanted, report.paragraph()),
        Fact.GATE_PASSED);
    incidents.mitigated(incident.number());
  }

  private void fail(String number, int made, int wanted, HealthReport report, Status cameFrom) {
    timeline.add(
        number,
        Actor.ENGINE,
        KIND,
        "Health gate failed: not %d in a row within %d checks. %s"
            .formatted(wanted, made, report.paragraph()));
    if (incidents.lock(number).status() == Status.MONITORING) {
      incidents.moveTo(number, cameFrom, "The health gate failed", Actor.ENGINE);
      process.factsChanged(number);
    }
  }
}
