package io.tocsin.health;

import io.tocsin.incident.Actor;
import io.tocsin.incident.Fact;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.policy.Targets;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The watch between resolved and closed. The policy says how long it lasts and how dense it is. */
@Service
@Transactional
class Stabilisation {

  /**
   * What comes next in the watch.
   *
   * @param over whether the watch is over; then nothing more is due
   * @param dueAt when the next check is due
   */
  record Plan(boolean over, Instant dueAt) {}

  private final Incidents incidents;
  private final HealthProbes probes;
  private final Examination examination;
  private final Timeline timeline;
  private final Clock clock;

  Stabilisation(
      Incidents incidents,
      HealthProbes probes,
      Examination examination,
      Timeline timeline,
      Clock clock) {
    this.incidents = incidents;
    this.probes = probes;
    this.examination = examination;
    this.timeline = timeline;
    this.clock = clock;
  }

  /**
   * Plans the next check; the last one is made when the watch ends.
   *
   * @param done checks made before
   * @param planned when the next check was due until now; a new plan puts none off
   */
  public Plan next(String number, int done, @Nullable Instant planned) {
    var incident = incidents.get(number);
    var policy = incidents.policyOf(incident);
    var targets = policy.targets(incident.severity());
    var calendar = policy.profile().calendar();
    var now = clock.instant();
    var resolvedAt = incident.resolvedAt();
    var end =
        resolvedAt == null
            ? now
            : targets
                .deadline("stabiliseFor")
                .map(length -> length.from(resolvedAt, calendar))
                .orElse(now);
    if (!now.isBefore(end)) {
      return new Plan(true, now);
    }
    var every =
        done < firstChecks(targets)
            ? targets
                .deadline("stabiliseFirstCheckEvery")
                .or(() -> targets.deadline("stabiliseCheckEvery"))
            : targets.deadline("stabiliseCheckEvery");
    var due = every.map(wait -> wait.from(now, calendar)).filter(end::isAfter).orElse(end);
    return new Plan(
        false, planned != null && planned.isAfter(now) && planned.isBefore(due) ? planned : due);
  }

  /**
   * Checks all services of the incident once. Their errors are counted for whoever watches: how
   * many are too many is a person's judgement. One that could not look at everything proves nothing
   * and raises no doubt.
   */
  public boolean check(String number) {
    var services = incidents.get(number).services();
    var report = new HealthReport(probes.probe(services));
    var errors =
        examination.examine(services, Set.of(Aspect.ERRORS)).stream()
            .map(finding -> finding.service() + " " + EvidenceSummary.line(finding))
            .collect(Collectors.joining("; "));
    timeline.add(
        number,
        Actor.ENGINE,
        "health",
        "Stabilisation check. "
            + report.paragraph()
            + (errors.isEmpty() ? "" : " Errors: " + errors + "."),
        report.incomplete() ? null : Fact.STABILITY_CHECKED);
    return report.healthy();
  }

  private static int firstChecks(Targets targets) {
    return targets.text("stabiliseFirstChecks").map(Integer::parseInt).orElse(0);
  }
}
