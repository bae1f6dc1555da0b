package io.tocsin.incident;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.policy.Policy;
import io.tocsin.problem.InvalidInputException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who commands an incident, and the clocks of the command: until when somebody must have taken it,
 * and when to offer to hand it over. Read afresh each time.
 */
@Service
@Transactional
public class Command {

  private static final String WITHIN = "commanderWithin";

  private final Incidents incidents;
  private final RoleCandidates candidates;
  private final People people;
  private final ResponseProcess process;
  private final Timeline timeline;
  private final JdbcClient jdbc;
  private final Clock clock;

  Command(
      Incidents incidents,
      RoleCandidates candidates,
      People people,
      ResponseProcess process,
      Timeline timeline,
      JdbcClient jdbc,
      Clock clock) {
    this.incidents = incidents;
    this.candidates = candidates;
    this.people = people;
    this.process = process;
    this.timeline = timeline;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * What the clock waits for.
   *
   * @param state wait, missing (somebody must take command now), handover (offer it now), idle (the
   *     policy sets no deadline) or over
   * @param at when it is due; null when idle or over
   */
  record Next(String state, @Nullable Instant at) {}

  /**
   * A call for a commander.
   *
   * @param settled whether nobody has to be asked: somebody commands, or nothing is responded to
   * @param told what to tell; null when it is not due, or somebody commands already
   * @param nextAt when to call again
   */
  public record Call(boolean settled, @Nullable Told told, Instant nextAt) {}

  /**
   * What is told about a missing commander.
   *
   * @param due the deadline that passed; tells two calls apart
   * @param named who was given the role by the engine, null when nobody could be
   */
  public record Told(Instant due, @Nullable String named) {}

  private record Answers(@Nullable Instant calledAt, @Nullable Instant confirmedAt) {}

  /** Returns what the command needs next, and when. */
  Next next(String number) {
    // The lock closes the gap between this reading and the wait that follows it.
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      return new Next("over", null);
    }
    var policy = incidents.policyOf(incident);
    var missing = candidates.holder(incident, Role.COMMANDER) == null;
    var due =
        missing
            ? callAt(incident, policy, answers(number).calledAt())
            : Optional.of(handOverAt(incident, policy));
    return due.map(at -> new Next(state(at, missing), at)).orElse(new Next("idle", null));
  }

  private String state(Instant at, boolean missing) {
    return at.isAfter(clock.instant()) ? "wait" : missing ? "missing" : "handover";
  }

  /**
   * Nobody has taken command in time: gives it to the one person whom the policy names, if there is
   * one.
   */
  public Call call(String number) {
    var incident = incidents.lock(number);
    var now = clock.instant();
    if (!incident.status().responding() || candidates.holder(incident, Role.COMMANDER) != null) {
      return new Call(true, null, now);
    }
    var policy = incidents.policyOf(incident);
    var due = callAt(incident, policy, answers(number).calledAt());
    if (due.isEmpty()) {
      // The policy has stopped asking for one; whoever is asked already may still answer.
      return new Call(false, null, now.plus(handOverAfter(policy)));
    }
    if (due.get().isAfter(now)) {
      return new Call(false, null, due.get());
    }
    jdbc.sql("update incident set commander_called_at = ? where number = ?")
        .params(Timestamp.from(now), number)
        .update();
    var candidate = candidates.single(incident, policy, Role.COMMANDER);
    if (candidate.isEmpty()) {
      timeline.add(
          number,
          Actor.ENGINE,
          "role",
          "Nobody commands, and the policy names no single person who could: the commanders are asked");
      var again = callAt(incident, policy, now).orElse(now);
      return new Call(false, new Told(due.get(), null), again);
    }
    var person = candidate.get().person();
    incidents.assignRole(number, Role.COMMANDER, person.id(), Actor.ENGINE);
    timeline.add(
        number,
        Actor.ENGINE,
        "role",
        "%s was named by the engine, as %s of the policy: nobody had taken command in time"
            .formatted(person.name(), candidate.get().recipient()));
    process.roleAssigned(number, Role.COMMANDER.group());
    return new Call(true, new Told(due.get(), person.name()), now);
  }

  /** Returns whom to propose as commander. */
  Optional<Person> proposed(String number) {
    var incident = incidents.get(number);
    return candidates.proposed(incident, incidents.policyOf(incident), Role.COMMANDER);
  }

  /** Gives the command to a person of the directory who responds. */
  void give(String number, String field, String person, @Nullable String note, Actor actor) {
    Responders.require(people, field, person);
    if (person.equals(incidents.lock(number).holder(Role.COMMANDER))) {
      throw new InvalidInputException(
          field, person + " commands already; name somebody else, or choose to stay");
    }
    incidents.assignRole(number, Role.COMMANDER, person, actor);
    if (note != null) {
      timeline.add(number, actor, "note", "Handed over with the command: " + note);
    }
    process.roleAssigned(number, Role.COMMANDER.group());
  }

  /** The commander stays: the watch counts anew from now. */
  void stay(String number, @Nullable String note, Actor actor) {
    var commander = incidents.lock(number).holder(Role.COMMANDER);
    jdbc.sql("update incident set command_confirmed_at = ? where number = ?")
        .params(Timestamp.from(clock.instant()), number)
        .update();
    timeline.add(
        number,
        actor,
        "role",
        (commander == null ? "Nobody" : people.name(commander))
            + " stays in command"
            + (note == null ? "" : ". " + note));
  }

  /** The first call counts from the beginning of the response, each further one from the last. */
  private Optional<Instant> callAt(
      IncidentView incident, Policy policy, @Nullable Instant calledAt) {
    var began = incident.respondingSince();
    var from = calledAt == null || calledAt.isBefore(began) ? began : calledAt;
    return policy
        .targets(incident.severity())
        .deadline(WITHIN)
        .map(within -> incident.notBefore(policy.due(within, from)));
  }

  private Instant handOverAt(IncidentView incident, Policy policy) {
    var from =
        Stream.of(
                Optional.of(incident.respondingSince()),
                Optional.ofNullable(incident.commanderSince()),
                Optional.ofNullable(answers(incident.number()).confirmedAt()))
            .flatMap(Optional::stream)
            .max(Instant::compareTo)
            .orElseThrow();
    return incident.notBefore(from.plus(handOverAfter(policy)));
  }

  private static Duration handOverAfter(Policy policy) {
    return policy.profile().duration("commanderHandoverAfter");
  }

  private Answers answers(String number) {
    return jdbc.sql(
            "select commander_called_at, command_confirmed_at from incident where number = ?")
        .param(number)
        .query((row, n) -> new Answers(instant(row.getTimestamp(1)), instant(row.getTimestamp(2))))
        .single();
  }

  private static @Nullable Instant instant(@Nullable Timestamp at) {
    return at == null ? null : at.toInstant();
  }
}
