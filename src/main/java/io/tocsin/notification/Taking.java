package io.tocsin.notification;

import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Escalation;
import io.tocsin.incident.Escalation.Rung;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.people.People;
import io.tocsin.problem.ConflictException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** What somebody who was called can do without signing in: take the incident, or pass it on. */
@Service
class Taking {

  /** The ladders that lead to people who work on it, in the order in which they are asked. */
  private static final List<String> LADDERS = List.of("page", "technical", "business", "security");

  private static final String PAGERDUTY = Actor.pagerDuty("").source();

  /** How it ended. */
  enum Result {
    /** Taken, by this person and now. */
    TAKEN,
    /** This person had taken it before. */
    MINE,
    /** Somebody else had taken it before. */
    OTHER,
    /** Nobody is needed any more. */
    OVER,
    /** The next step of the ladder is being taken. */
    PASSED,
    /** There is no further step. */
    NOBODY,
    /** It is none of this person's business any more: it has become restricted. */
    NONE
  }

  /**
   * What came of it.
   *
   * @param by name of the person who has taken the incident
   */
  record Outcome(Result result, IncidentView incident, @Nullable String by) {}

  private final IncidentCommands commands;
  private final Incidents incidents;
  private final Escalation escalation;
  private final Callbacks callbacks;
  private final Hearers hearers;
  private final Timeline timeline;
  private final People people;
  private final Atomic atomic;

  Taking(
      IncidentCommands commands,
      Incidents incidents,
      Escalation escalation,
      Callbacks callbacks,
      Hearers hearers,
      Timeline timeline,
      People people,
      Atomic atomic) {
    this.commands = commands;
    this.incidents = incidents;
    this.escalation = escalation;
    this.callbacks = callbacks;
    this.hearers = hearers;
    this.timeline = timeline;
    this.people = people;
    this.atomic = atomic;
  }

  /** Returns how an incident stands for somebody, without changing anything; null when it waits. */
  @Nullable Outcome stands(String number, String person) {
    return stands(incidents.get(number), person);
  }

  /** Takes an incident; again changes nothing. */
  Outcome take(String number, Actor actor) {
    return atomic.call(
        () -> {
          var known = stands(incidents.lock(number), actor);
          return known != null
              ? known
              : new Outcome(Result.TAKEN, commands.acknowledge(number, actor), name(actor.id()));
        });
  }

  /**
   * Has the next one called, early.
   *
   * @param name of the person who cannot
   * @param key what came from the provider; the same one counts once
   */
  Outcome pass(String number, Actor actor, String name, String key) {
    var known = stands(incidents.get(number), actor);
    if (known != null && known.result() != Result.MINE) {
      return known;
    }
    try {
      return atomic.call(
          () -> {
            if (callbacks.first(key)) {
              var step = next(number);
              if (step.isEmpty()) {
                return new Outcome(Result.NOBODY, incidents.get(number), null);
              }
              commands.escalate(
                  number, name + " was called and cannot take it", null, step.get().step(), actor);
            }
            return new Outcome(Result.PASSED, incidents.get(number), null);
          });
    } catch (ConflictException e) {
      // Somebody asked for the same step at the same time.
      return new Outcome(Result.PASSED, incidents.get(number), null);
    }
  }

  /** Returns whether an incident that somebody was told of is still any business of theirs. */
  boolean concerns(IncidentView incident, String person) {
    return hearers.mayAnswer(incident, person);
  }

  /** Whom a recipient of a delivery is called by others. */
  String name(String person) {
    return people.name(person);
  }

  private Optional<Rung> next(String number) {
    var rungs = escalation.ladder(number).stream().filter(Rung::requestable).toList();
    return LADDERS.stream()
        .flatMap(ladder -> rungs.stream().filter(rung -> rung.ladder().equals(ladder)))
        .findFirst();
  }

  /** PagerDuty alone knows whom it has called; it calls nobody else once they have taken it. */
  private @Nullable Outcome stands(IncidentView incident, Actor actor) {
    return actor.source().equals(PAGERDUTY) || concerns(incident, actor.id())
        ? stands(incident, actor.id())
        : new Outcome(Result.NONE, incident, null);
  }

  private @Nullable Outcome stands(IncidentView incident, String person) {
    if (!incident.status().responding()) {
      return new Outcome(Result.OVER, incident, null);
    }
    if (incident.takenAt() == null) {
      return null;
    }
    var by = timeline.takenBy(incident.number()).orElse("");
    return by.equals(person)
        ? new Outcome(Result.MINE, incident, name(person))
        : new Outcome(Result.OTHER, incident, by.isEmpty() ? "Somebody" : name(by));
  }
}
