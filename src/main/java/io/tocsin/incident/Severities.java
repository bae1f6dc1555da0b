package io.tocsin.incident;

import io.tocsin.incident.IncidentChanged.What;
import io.tocsin.policy.Policies;
import io.tocsin.problem.InvalidInputException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How bad an incident is: set by people, raised by alerts while nobody has confirmed it. */
@Service
@Transactional
class Severities {

  private final IncidentRepository repository;
  private final IncidentPolicies policies;
  private final Timeline timeline;
  private final IncidentRounds rounds;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Severities(
      IncidentRepository repository,
      IncidentPolicies policies,
      Timeline timeline,
      IncidentRounds rounds,
      ApplicationEventPublisher events,
      Clock clock) {
    this.events = events;
    this.repository = repository;
    this.policies = policies;
    this.timeline = timeline;
    this.rounds = rounds;
    this.clock = clock;
  }

  /**
   * Sets the severity.
   *
   * @param proposed what the policy proposed, when it was asked; both are recorded
   * @return whether the level changed
   */
  boolean set(
      String number, int level, @Nullable String reason, @Nullable String proposed, Actor actor) {
    var incident = repository.locked(number);
    incident.requireOpen();
    var policy = policies.newest(incident.policy, incident.policyVersion);
    if (!Policies.LEVELS.contains(level)) {
      throw new InvalidInputException("level", "'" + level + "' is no level; levels are 1 to 4");
    }
    var label = policy.profile().label(level);
    var before = incident.severityLabel;
    var changed = incident.severity != level;
    incident.severity = level;
    incident.severityLabel = label;
    incident.severityConfirmed = true;
    if (changed) {
      incident.severityChangedAt = clock.instant();
      rounds.level(number, level);
    }
    var moved = IncidentPolicies.follow(incident, policy);
    repository.save(incident);
    timeline.add(
        number,
        actor,
        "severity",
        (changed
                ? "Severity changed from " + before + " to " + label
                : "Severity confirmed: " + label)
            + (proposed == null ? "" : "; the policy proposes " + proposed)
            + (reason == null ? "" : ". " + reason));
    moved.ifPresent(text -> timeline.add(number, Actor.ENGINE, "severity", text));
    if (changed) {
      events.publishEvent(new IncidentChanged(What.SEVERITY, incident.view()));
    }
    return changed;
  }

  /**
   * An alert has joined the incident. While nobody has confirmed the severity, a worse word of the
   * alert raises it; afterwards a person decides, and the timeline says that there is cause to.
   *
   * @param said what the alert says of its severity; null when it says nothing
   * @return whether the level changed
   */
  boolean alertJoined(String number, @Nullable String said, Actor actor) {
    var held = SeenIncidents.held(number, repository::locked);
    if (said == null || !held.status().responding()) {
      return false;
    }
    var policy = policies.newest(held.policy(), held.policyVersion());
    var heard = policies.heard(policy, said);
    if (heard.level() >= held.severity()) {
      return false;
    }
    var incident = repository.locked(number);
    if (incident.severityConfirmed) {
      var hint =
          "An alert says %s, which is worse than %s: look at the severity again"
              .formatted(heard.label(), incident.severityLabel);
      // A storm says it once, until somebody has looked.
      if (timeline.last(number, "severity").filter(last -> last.text().equals(hint)).isEmpty()) {
        timeline.add(number, actor, "severity", hint);
      }
      return false;
    }
    timeline.add(
        number,
        actor,
        "severity",
        "Provisional severity raised from %s to %s (%s)"
            .formatted(incident.severityLabel, heard.label(), heard.rule()));
    incident.severity = heard.level();
    incident.severityLabel = heard.label();
    incident.severityRule = heard.rule();
    incident.severityChangedAt = clock.instant();
    rounds.level(number, heard.level());
    IncidentPolicies.follow(incident, policy)
        .ifPresent(text -> timeline.add(number, Actor.ENGINE, "severity", text));
    repository.save(incident);
    events.publishEvent(new IncidentChanged(What.SEVERITY, incident.view()));
    return true;
  }
}
