package io.tocsin.incident;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.people.People;
import io.tocsin.policy.Pace;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * What a person can do to an incident from outside the Tasklist. Each command writes the record,
 * then tells the running model, in one transaction.
 */
@Service
public class IncidentCommands {

  /** The audiences whose updates are owed by a clock. */
  private static final List<String> CLOCKED_AUDIENCES = List.of("internal", "executive", "public");

  /** Ways by which somebody who has no account can take an incident. */
  private static final Set<String> CALLED_BACK = Set.of("phone", "mail", "pagerduty");

  /** By what way people come who were not told of the incident before. */
  private static final Set<String> ASKED_FIRST = Set.of("api", "console", "chat");

  private final Incidents incidents;
  private final Severities severities;
  private final Pauses pauses;
  private final IncidentTickets tickets;
  private final ResponseProcess process;
  private final Escalation escalation;
  private final Timeline timeline;
  private final Access access;
  private final People people;
  private final Atomic atomic;
  private final ApplicationEventPublisher events;

  IncidentCommands(
      Incidents incidents,
      Severities severities,
      Pauses pauses,
      IncidentTickets tickets,
      ResponseProcess process,
      Escalation escalation,
      Timeline timeline,
      Access access,
      People people,
      Atomic atomic,
      ApplicationEventPublisher events) {
    this.incidents = incidents;
    this.severities = severities;
    this.pauses = pauses;
    this.tickets = tickets;
    this.process = process;
    this.escalation = escalation;
    this.timeline = timeline;
    this.access = access;
    this.people = people;
    this.atomic = atomic;
    this.events = events;
  }

  /** Declares an incident: its response starts, and paging with it. */
  public IncidentView declare(Declaration what, Actor actor) {
    return atomic.call(
        () -> {
          var incident = incidents.declare(what, actor);
          process.declared(incident.number(), CLOCKED_AUDIENCES);
          return incidents.get(incident.number());
        });
  }

  /**
   * Begins a drill: the same, with clocks that go faster.
   *
   * @throws InvalidInputException when a deadline would leave no time to act at that pace
   */
  public IncidentView declareDrill(Declaration what, Pace pace, Actor actor) {
    if (!what.drill()) {
      throw new IllegalArgumentException("Only the clocks of a drill go faster");
    }
    return atomic.call(
        () -> {
          var incident = incidents.declare(what, pace, actor);
          process.declared(incident.number(), CLOCKED_AUDIENCES);
          return incidents.get(incident.number());
        });
  }

  /** Whether somebody has taken it by what they did. */
  public enum Taker {
    /** Yes. */
    NOW,
    /** They had taken it before. */
    BEFORE,
    /** Somebody else had. */
    OTHER
  }

  /**
   * What came of taking an incident.
   *
   * @param name of the person who has taken it
   */
  public record Taken(IncidentView incident, Taker taker, String name) {}

  /** Takes the incident, unless somebody has. */
  public IncidentView acknowledge(String number, Actor actor) {
    return take(number, actor).incident();
  }

  /** The same, and says who has taken it. */
  public Taken take(String number, Actor actor) {
    return atomic.call(
        () -> {
          requireReader(number, actor);
          var before = incidents.lock(number).takenAt() != null;
          acknowledged(number, actor);
          var by = timeline.takenBy(number).orElse("");
          return new Taken(
              incidents.get(number),
              !before ? Taker.NOW : by.equals(actor.id()) ? Taker.BEFORE : Taker.OTHER,
              by.isEmpty() ? "Somebody" : people.name(by));
        });
  }

  /** Whoever works on an incident that nobody has taken has taken it. */
  void takeByWorking(String number, Actor actor) {
    if (incidents.lock(number).takenAt() == null) {
      acknowledge(number, actor);
    }
  }

  private void acknowledged(String number, Actor actor) {
    incidents.acknowledge(number, actor.id(), actor);
    if (!actor.person()
        || CALLED_BACK.contains(actor.source()) && people.find(actor.id()).isEmpty()) {
      // A machine, or a contact without an account: no task must wait for somebody who cannot
      // sign in.
      process.clocksChanged(number);
    } else {
      process.acknowledged(number, actor.id());
    }
  }

  /**
   * Sets the severity.
   *
   * @param level 1 to 4, or the policy's label
   */
  public IncidentView severity(String number, String level, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          var incident = incidents.lock(number);
          var wanted = level(incident, level);
          if (severities.set(number, wanted, reason, null, actor)
              // What is owed after it may differ by the version of the policy alone.
              || incident.status() == Status.RESOLVED) {
            process.severityChanged(number);
          } else {
            // Another version of the policy may count now.
            process.clocksChanged(number);
          }
        });
  }

  /**
   * An alert has joined the incident; a worse severity raises a provisional one.
   *
   * @param severity what the alert says, null when it says nothing
   */
  public void alertJoined(String number, @Nullable String severity, Actor actor) {
    atomic.run(
        () -> {
          if (severities.alertJoined(number, severity, actor)) {
            process.severityChanged(number);
          }
        });
  }

  /** An alert has joined the incident that names other services: they are affected as well. */
  public void affects(String number, List<String> services, Actor actor) {
    atomic.run(
        () -> {
          if (incidents.affects(number, services, actor)) {
            process.factsChanged(number);
          }
        });
  }

  /**
   * Gives a role to a person of the directory.
   *
   * @throws InvalidInputException when they are in no group of those who respond
   */
  public IncidentView role(String number, Role role, String person, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          Responders.require(people, "person", person);
          incidents.assignRole(number, role, person, actor);
          process.roleAssigned(number, role.group());
        });
  }

  /** Writes a status update. */
  public StatusUpdate update(
      String number, String audience, String text, @Nullable Instant nextUpdateAt, Actor actor) {
    return update(number, audience, text, nextUpdateAt, PublicDetails.NONE, actor);
  }

  /**
   * Writes a status update.
   *
   * @param details of words for the public, which go out when they are released
   */
  public StatusUpdate update(
      String number,
      String audience,
      String text,
      @Nullable Instant nextUpdateAt,
      PublicDetails details,
      Actor actor) {
    return atomic.call(
        () -> {
          requireReader(number, actor);
          var update = incidents.writeUpdate(number, audience, text, nextUpdateAt, details, actor);
          if (!process.updateWritten(number, audience)) {
            // No clock waits for it: none runs once it is resolved.
            events.publishEvent(new UpdateWritten(number, audience));
          }
          // Open tasks no longer show who asked for it.
          process.factsChanged(number);
          return update;
        });
  }

  /**
   * Asks for a status update: its task opens at once, whether one is owed or not. Asking again
   * while it is open adds a voice, no second task.
   *
   * @param audience internal, executive or public
   * @throws ConflictException when the incident is no longer responded to
   */
  public IncidentView askForUpdate(String number, String audience, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          incidents.askForUpdate(number, audience, reason, actor);
          process.clocksChanged(number);
        });
  }

  /**
   * Stops the clocks until a time: deadlines, updates and the ladder wait. Paging for an incident
   * that nobody has acknowledged goes on, and so does what a person asks for.
   *
   * @param until at most the policy's {@code pauseAtMost} ahead
   * @throws InvalidInputException when {@code until} is not
   * @throws ConflictException when the incident is no longer responded to
   */
  public IncidentView pause(String number, Instant until, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          pauses.pause(number, until, reason, actor);
          process.clocksChanged(number);
        });
  }

  /**
   * Lets the clocks run again before the pause is over.
   *
   * @throws ConflictException when they are not paused
   */
  public IncidentView resume(String number, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          pauses.resume(number, reason, actor);
          process.clocksChanged(number);
        });
  }

  /**
   * Changes the status while responding; resolving, closing and dismissing have their own commands.
   *
   * @throws ConflictException when a fix is to be watched of what nobody has triaged
   */
  public IncidentView status(String number, Status to, String reason, Actor actor) {
    if (!to.responding()) {
      throw new InvalidInputException(
          "status", to.word() + " has its own command: resolve, dismiss, or the closure checklist");
    }
    return then(
        number,
        actor,
        () -> {
          var incident = incidents.lock(number);
          if (incident.status() == Status.RESOLVED) {
            throw new ConflictException(number + " is resolved; reopen it first");
          }
          if (to == Status.MONITORING && !incident.watchable()) {
            throw new ConflictException(
                number
                    + " is not triaged, so there is no fix to watch yet; triage it, or resolve it if"
                    + " it is over");
          }
          incidents.moveTo(number, to, reason, actor);
          process.factsChanged(number);
        });
  }

  /**
   * Asks for a step of the escalation, now.
   *
   * @param reason why, for those who are called
   * @param ladder technical, business, security, external or page; null for what comes next inside
   *     the house
   * @param step a rung of {@link Escalation#ladder}; null for the next one of the ladder
   * @throws InvalidInputException when there is no such ladder or step, naming those that there are
   * @throws ConflictException when the step was taken before, or none is left
   */
  public IncidentView escalate(
      String number, String reason, @Nullable String ladder, @Nullable String step, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          escalation.request(number, reason, ladder, step, actor);
          process.escalationRequested(number);
        });
  }

  /** Says that it is resolved; the health gate decides, shortly after. */
  public IncidentView resolve(String number, String resolution, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          incidents.resolution(number, resolution, actor);
          if (!process.resolveRequested(number)) {
            throw new ConflictException(
                "The health gate of " + number + " is running already; wait for its verdict");
          }
        });
  }

  /** Reopens an incident that is monitoring or resolved. */
  public IncidentView reopen(String number, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          var status = incidents.lock(number).status();
          if (status != Status.RESOLVED && status != Status.MONITORING) {
            throw new ConflictException(
                number + " is " + status.word() + "; only monitoring and resolved can be reopened");
          }
          incidents.reopen(number, reason, actor);
          if (status == Status.RESOLVED) {
            requireHeard(number, process.reopened(number));
          }
        });
  }

  /** Dismisses what turned out to be no incident. */
  public IncidentView dismiss(String number, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          incidents.dismiss(number, reason, actor);
          requireHeard(number, process.dismissed(number));
        });
  }

  /**
   * Ends a drill that nobody plays any more, from wherever it stands. What was resolved is closed,
   * and nothing is owed after it; all else is dismissed.
   */
  public IncidentView breakOff(String number, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          var incident = incidents.lock(number);
          if (!incident.drill()) {
            throw new IllegalArgumentException("Only a drill is broken off");
          }
          if (incident.status() == Status.RESOLVED) {
            incidents.abandon(number, reason, actor);
            process.abandoned(number, reason);
          } else if (!incident.status().over()) {
            incidents.dismiss(number, reason, actor);
            requireHeard(number, process.dismissed(number));
          }
        });
  }

  /** Merges the incident into another that covers it. */
  public IncidentView merge(String number, String into, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          incidents.merge(number, into, actor);
          requireHeard(number, process.merged(number));
        });
  }

  /** What it affects has become more. */
  @EventListener
  void on(IncidentMerged merged) {
    process.factsChanged(merged.into().number());
  }

  /**
   * Marks an incident as a matter of security: it is restricted from now on, and the ladder tells
   * the security team and legal.
   *
   * @throws ConflictException when it is one already, or the incident is over
   */
  public IncidentView security(String number, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          incidents.restrict(number, reason, actor);
          // The ladder waits with what it read before: at some levels for ever.
          process.severityChanged(number);
        });
  }

  /**
   * Says what kind of incident it is; another playbook may fit now. The kind of a matter of
   * security restricts the incident.
   *
   * @param kind id of a playbook
   * @throws InvalidInputException naming the kinds that there are
   * @throws ConflictException when the incident is no longer responded to
   */
  public IncidentView kind(String number, String kind, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          if (incidents.reclassify(number, kind, reason, actor)) {
            process.severityChanged(number);
          } else {
            process.factsChanged(number);
          }
        });
  }

  /**
   * Names a person who may read a restricted incident from now on.
   *
   * @throws ConflictException when everybody may read it
   */
  public IncidentView name(String number, String person, String reason, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          requirePerson(people, "person", person);
          var incident = incidents.lock(number);
          if (!incident.security()) {
            throw new ConflictException(
                number + " is not restricted: everybody who signs in can read it");
          }
          access.name(incident, person, reason, actor);
        });
  }

  /** Links the ticket that the incident is worked off by. */
  public IncidentView linkTicket(String number, String url, Actor actor) {
    return then(
        number,
        actor,
        () -> {
          tickets.link(number, url, actor);
          process.ticketLinked(number);
          process.factsChanged(number);
        });
  }

  /** Adds a note to the timeline. */
  public void note(String number, String text, Actor actor) {
    atomic.run(
        () -> {
          requireReader(number, actor);
          incidents.note(number, text, actor);
        });
  }

  static void requirePerson(People people, String field, String person) {
    if (people.find(person).isEmpty()) {
      throw new InvalidInputException(field, "'" + person + "' is not in the directory");
    }
  }

  /** What the model does not hear must not stand in the record: it would go on regardless. */
  private static void requireHeard(String number, boolean heard) {
    if (!heard) {
      throw new ConflictException(
          "The response to " + number + " goes from one phase to the next; try again in a moment");
    }
  }

  /** Understands the labels that the incident shows, and those of the policy as it is now. */
  private int level(IncidentView incident, String word) {
    return Stream.of(incidents.nextPolicyOf(incident), incidents.policyOf(incident))
        .map(policy -> policy.profile().level(word))
        .flatMapToInt(OptionalInt::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "level", "'" + word + "' is neither 1 to 4 nor a label of the policy"));
  }

  /**
   * Whoever answers a call, a mail or PagerDuty was told of it; all others must be able to read it.
   */
  private void requireReader(String number, Actor actor) {
    if (ASKED_FIRST.contains(actor.source())) {
      access.requireReadable(actor.id(), incidents.get(number));
    }
  }

  private IncidentView then(String number, Actor actor, Runnable command) {
    return atomic.call(
        () -> {
          requireReader(number, actor);
          command.run();
          return incidents.get(number);
        });
  }
}
