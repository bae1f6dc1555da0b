package io.tocsin.review;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Duties;
import io.tocsin.incident.Fact;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.incident.Status;
import io.tocsin.incident.Texts;
import io.tocsin.incident.Timeline;
import io.tocsin.policy.Deadline;
import io.tocsin.policy.Policy;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * What the policy owes after an incident. What the record proves is settled by the engine; what
 * another task proves is watched until that task is done; the rest is work of a role.
 */
@Service
@Transactional
class Obligations implements Duties {

  private static final String REMIND_BEFORE = "remindBefore";

  private final ObligationStore store;
  private final Incidents incidents;
  private final Records records;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Clock clock;

  Obligations(
      ObligationStore store,
      Incidents incidents,
      Records records,
      Timeline timeline,
      ResponseProcess process,
      Clock clock) {
    this.store = store;
    this.incidents = incidents;
    this.records = records;
    this.timeline = timeline;
    this.process = process;
    this.clock = clock;
  }

  /**
   * The deadline of one group.
   *
   * @param name role and deadline in words
   * @param remindAt null when the deadline is nearer than a reminder would come
   */
  record Plan(Role role, String name, Instant dueAt, @Nullable Instant remindAt) {}

  /**
   * Lists what is owed since the resolution, afresh when the severity has changed since. What is
   * done stays done, also after a reopening.
   *
   * @return the groups of those with a deadline that are not done and not asked for yet, the
   *     nearest deadline first
   */
  List<String> owe(String number) {
    var incident = incidents.lock(number);
    if (incident.status() != Status.RESOLVED) {
      return List.of();
    }
    var resolved = resolvedAt(incident);
    var policy = incidents.policyOf(incident);
    var round = incident.reopenings() + 1;
    var asked =
        openGroups(number, obligation -> obligation.round() == round).collect(toUnmodifiableSet());
    var still = new ArrayList<String>();
    var position = 0;
    for (var owed : owed(incident, policy)) {
      var from = "declared".equals(owed.from()) ? incident.declaredAt() : resolved;
      // What counts from the closure cannot be waited for by it: its checklist asks for that.
      var due =
          owed.deadline()
              .filter(deadline -> !"closed".equals(owed.from()))
              .map(deadline -> policy.due(deadline, from));
      store.owe(number, round, position++, owed, due.orElse(null));
      still.add(owed.obligation());
    }
    store.forgetOthers(number, still);
    // The sign-off does not come again.
    prove(incident, process.reviewing(number) ? Set.of(Proof.STABLE) : Set.of());
    asked.forEach(group -> process.obligationsChanged(number, group));
    return openGroups(number, obligation -> true).filter(group -> !asked.contains(group)).toList();
  }

  private Stream<String> openGroups(String number, Predicate<Obligation> wanted) {
    return store.of(number).stream()
        .filter(Obligation::open)
        .filter(obligation -> obligation.dueAt() != null)
        .filter(wanted)
        .map(Obligation::group)
        .distinct();
  }

  /** The obligations of the policy, and what its targets ask for beside them. */
  private static List<Policy.Obligation> owed(IncidentView incident, Policy policy) {
    var owed = new ArrayList<>(policy.obligations(incident.severity(), incident.security()));
    var targets = policy.targets(incident.severity());
    var scheduled = owed.stream().anyMatch(item -> item.obligation().equals(Proof.SCHEDULED_ID));
    targets
        .deadline("reviewScheduledWithin")
        .filter(within -> !scheduled)
        .ifPresent(
            within -> owed.add(target(Proof.SCHEDULED_ID, "Set a date for the review", within)));
    var reported =
        owed.stream()
            .anyMatch(
                item ->
                    Proof.of(item.obligation()) == Proof.REPORT
                        && item.obligation().startsWith(Proof.REPORT_ID));
    targets
        .deadline("reportWithin")
        .filter(within -> !reported)
        .ifPresent(within -> owed.add(target(Proof.REPORT_ID, "Complete the report", within)));
    return owed;
  }

  private static Policy.Obligation target(String id, String title, Deadline within) {
    return new Policy.Obligation(id, title, within.text(), "resolved", Role.COMMANDER.key());
  }

  /** Returns whose duty a group is, and by when. */
  Plan plan(String number, String group) {
    var incident = incidents.lock(number);
    var first =
        store.of(number).stream()
            .filter(obligation -> obligation.group().equals(group))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException(number + " owes nothing of " + group));
    var role = Role.of(first.role());
    var due = Objects.requireNonNull(first.dueAt());
    return new Plan(role, role.title() + ", by " + Texts.time(due), due, remindAt(incident, due));
  }

  private @Nullable Instant remindAt(IncidentView incident, Instant due) {
    var profile = incidents.policyOf(incident).profile();
    if (!profile.settings().containsKey(REMIND_BEFORE)) {
      return null;
    }
    var at = due.minus(profile.duration(REMIND_BEFORE));
    return at.isAfter(clock.instant()) ? at : null;
  }

  /** Returns done, elsewhere (another task will prove what is left) or work. */
  String state(String number, String group) {
    var incident = incidents.lock(number);
    prove(incident, Set.of());
    var open = openOf(number, group);
    return open.isEmpty() ? "done" : work(incident, open).isEmpty() ? "elsewhere" : "work";
  }

  /** Returns what a person has to do for a group. */
  List<Obligation> work(String number, String group) {
    return work(incidents.get(number), openOf(number, group));
  }

  /** Returns what is settled already in a group. */
  List<Obligation> settled(String number, String group) {
    return store.of(number).stream()
        .filter(obligation -> obligation.group().equals(group) && !obligation.open())
        .toList();
  }

  private List<Obligation> work(IncidentView incident, List<Obligation> open) {
    return open.stream().filter(obligation -> isWork(incident, obligation)).toList();
  }

  /**
   * The review proves what belongs to it when it is still to come, in time for the deadline. What
   * it has left open is work.
   */
  private boolean isWork(IncidentView incident, Obligation obligation) {
    return switch (obligation.proof().source()) {
      case PERSON, RECORD -> true;
      case SIGN_OFF, CLOSURE -> false;
      case REVIEW ->
          !incidents.due(incident, "reportWithin").isPresent()
              || records.reported(incident.number())
              || process.closing(incident.number())
              || !opensBefore(incident, obligation);
    };
  }

  private boolean opensBefore(IncidentView incident, Obligation obligation) {
    var due = obligation.dueAt();
    return due == null
        || incidents
            .due(incident, "stabiliseFor")
            .map(watched -> watched.isBefore(due))
            .orElse(true);
  }

  private List<Obligation> openOf(String number, String group) {
    return store.of(number).stream()
        .filter(obligation -> obligation.group().equals(group) && obligation.open())
        .toList();
  }

  @Override
  @Transactional(readOnly = true)
  public List<String> open(String number, String group) {
    return openOf(number, group).stream().map(Obligation::title).toList();
  }

  /** Returns everything owed after an incident, done or not. */
  @Transactional(readOnly = true)
  public List<Obligation> of(String number) {
    incidents.get(number);
    return store.of(number);
  }

  /**
   * Settles some of a group, from its task.
   *
   * @param reason why the rest of its work is not done; null keeps the rest owed
   */
  void settle(
      String number,
      String group,
      Collection<String> ticked,
      @Nullable String note,
      @Nullable String reason,
      Actor actor) {
    var incident = incidents.lock(number);
    for (var obligation : work(incident, openOf(number, group))) {
      if (ticked.contains(obligation.obligation())) {
        done(number, obligation, note, actor);
      } else if (reason != null) {
        store.settle(number, obligation.obligation(), actor.id(), reason, true);
        timeline.add(
            number,
            actor,
            "task",
            "Left out: " + obligation.title() + ". " + reason,
            Fact.LEFT_OUT);
      }
    }
    // The task that closes the incident says what is left.
    process.factsChanged(number);
  }

  /**
   * Settles one from outside its task, which shrinks or ends. One that is done already stays as it
   * is.
   *
   * @throws NotFoundException when nothing of that id is owed
   * @throws ConflictException when the incident is not resolved
   */
  Obligation done(String number, String id, @Nullable String note, Actor actor) {
    var incident = incidents.lock(number);
    var obligation =
        store
            .find(number, id)
            .orElseThrow(() -> new NotFoundException(number + " owes nothing called '" + id + "'"));
    if (obligation.open()) {
      requireResolved(incident);
      requireNotTheClosure(obligation);
      done(number, obligation, note, actor);
      process.obligationsChanged(number, obligation.group());
    }
    return store.find(number, id).orElseThrow();
  }

  /** Settles what was ticked when the incident is closed, and what the closing proves. */
  void closed(String number, Collection<String> ticked, Actor actor) {
    incidents.lock(number);
    for (var obligation : store.of(number)) {
      if (!obligation.open()) {
        continue;
      }
      if (obligation.dueAt() == null && ticked.contains(obligation.obligation())) {
        done(number, obligation, null, actor);
      } else if (obligation.proof() == Proof.CLOSED) {
        done(number, obligation, null, actor);
        process.obligationsChanged(number, obligation.group());
      }
    }
  }

  /** Returns what the closure asks for: owed without a deadline. */
  List<Obligation> withoutDeadline(String number) {
    return store.of(number).stream()
        .filter(obligation -> obligation.open() && obligation.dueAt() == null)
        .toList();
  }

  /**
   * Refuses to close while something is owed.
   *
   * @throws ConflictException naming it, whose duty it is and by when
   */
  void requireNothingOwed(String number) {
    prove(incidents.lock(number), Set.of());
    var owed = String.join("; ", owed(number, Set.of()));
    if (!owed.isEmpty()) {
      throw new ConflictException(
          "%s cannot be closed while something is owed: %s. Do it, or say in \"Do what is owed\" why it will not be done"
              .formatted(number, owed));
    }
  }

  /** Returns what stands in the way of closing, in words; what the record proves is left out. */
  List<String> stillOwed(String number) {
    return owed(number, records.proven(incidents.get(number)));
  }

  private List<String> owed(String number, Set<Proof> proven) {
    return store.of(number).stream()
        .filter(Obligation::open)
        .filter(obligation -> obligation.proof().source() != Proof.Source.CLOSURE)
        .filter(obligation -> !proven.contains(obligation.proof()))
        .flatMap(obligation -> inWords(obligation).stream())
        .toList();
  }

  private static Optional<String> inWords(Obligation obligation) {
    return Optional.ofNullable(obligation.dueAt())
        .map(
            due ->
                "%s (%s, by %s)"
                    .formatted(
                        obligation.title(), Role.of(obligation.role()).title(), Texts.time(due)));
  }

  /** The watch is over: the services are stable. */
  void stable(String number) {
    changed(number, prove(incidents.lock(number), Set.of(Proof.STABLE)));
  }

  /** A meeting is set for the review. */
  void scheduled(String number) {
    changed(number, prove(incidents.lock(number), Set.of()));
  }

  /** The review is written and its report is kept: what they do not prove has become work. */
  void reported(String number) {
    var groups = prove(incidents.lock(number), Set.of());
    store.of(number).stream()
        .filter(Obligation::open)
        .filter(obligation -> obligation.proof().source() == Proof.Source.REVIEW)
        .map(Obligation::group)
        .forEach(groups::add);
    changed(number, groups);
  }

  private void changed(String number, Set<String> groups) {
    groups.stream()
        .filter(group -> !group.isEmpty())
        .forEach(group -> process.obligationsChanged(number, group));
  }

  /** Settles what the record proves; returns the groups in which it did. */
  private Set<String> prove(IncidentView incident, Set<Proof> more) {
    var proven = records.proven(incident);
    proven.addAll(more);
    var groups = new LinkedHashSet<String>();
    for (var obligation : store.of(incident.number())) {
      if (obligation.open() && proven.contains(obligation.proof())) {
        store.settle(incident.number(), obligation.obligation(), Actor.ENGINE.id(), null, false);
        timeline.add(
            incident.number(),
            Actor.ENGINE,
            "task",
            "Done, as the record shows: " + obligation.title());
        groups.add(obligation.group());
      }
    }
    return groups;
  }

  private void done(String number, Obligation obligation, @Nullable String note, Actor actor) {
    store.settle(number, obligation.obligation(), actor.id(), note, false);
    timeline.add(
        number, actor, "task", "Done: " + obligation.title() + (note == null ? "" : ". " + note));
  }

  private static void requireResolved(IncidentView incident) {
    if (incident.status() != Status.RESOLVED && incident.status() != Status.CLOSED) {
      throw new ConflictException(
          "%s is %s; nothing is owed before it is resolved"
              .formatted(incident.number(), incident.status().word()));
    }
  }

  private static void requireNotTheClosure(Obligation obligation) {
    if (obligation.proof() == Proof.CLOSED) {
      throw new InvalidInputException(
          "obligation", "'" + obligation.obligation() + "' is done by closing the incident");
    }
  }

  private static Instant resolvedAt(IncidentView incident) {
    var at = incident.resolvedAt();
    if (at == null) {
      throw new IllegalStateException(incident.number() + " is not resolved");
    }
    return at;
  }
}
