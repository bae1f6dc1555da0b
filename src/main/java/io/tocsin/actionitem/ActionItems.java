package io.tocsin.actionitem;

import static java.util.stream.Collectors.toMap;

import io.tocsin.actionitem.ActionItem.Status;
import io.tocsin.engine.ActionItemProcess;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentChanged.What;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import io.tocsin.people.People;
import io.tocsin.people.Players;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The action items of incidents and routines. Each change is a line on the timeline of its
 * incident, also of one that is closed, and is told to the running model of the item.
 */
@Service
@Transactional
public class ActionItems {

  private static final String KIND = "review";
  private static final String OWNS = "Owns an action item";

  private final ActionItemStore store;
  private final Reminders reminders;
  private final Incidents incidents;
  private final Access access;
  private final Timeline timeline;
  private final Policies policies;
  private final People people;
  private final ActionItemProcess process;
  private final Clock clock;

  ActionItems(
      ActionItemStore store,
      Reminders reminders,
      Incidents incidents,
      Access access,
      Timeline timeline,
      Policies policies,
      People people,
      ActionItemProcess process,
      Clock clock) {
    this.store = store;
    this.reminders = reminders;
    this.incidents = incidents;
    this.access = access;
    this.timeline = timeline;
    this.policies = policies;
    this.people = people;
    this.process = process;
    this.clock = clock;
  }

  /** Returns the items of an incident, open ones first; those that were dropped as well. */
  @Transactional(readOnly = true)
  public List<ActionItem> of(String incident) {
    return store.list(ActionItemFilter.of(incident));
  }

  /** Lists items, those first that are due first. */
  @Transactional(readOnly = true)
  public List<ActionItem> list(ActionItemFilter filter) {
    return store.list(filter);
  }

  /**
   * Returns an item.
   *
   * @throws NotFoundException when there is none of that id
   */
  @Transactional(readOnly = true)
  public ActionItem get(long id) {
    return store.find(id).orElseThrow(() -> unknown(id));
  }

  /** Returns one that nobody changes before this transaction ends. */
  ActionItem hold(long id) {
    store.lock(id);
    return get(id);
  }

  /**
   * Returns an item to somebody who may read its incident.
   *
   * @throws NotFoundException when there is none, or it is not for them
   */
  @Transactional(readOnly = true)
  public ActionItem get(long id, String reader) {
    var item = get(id);
    if (incident(item).filter(incident -> !access.mayRead(reader, incident)).isPresent()) {
      throw unknown(id);
    }
    return item;
  }

  /**
   * Returns what tells the task of an item apart: its title. Those who run the engine see the names
   * of all tasks, so that of a restricted incident it is the item's id, also on tasks that ended.
   */
  String titleOfTask(ActionItem item) {
    if (incident(item).filter(IncidentView::security).isEmpty()) {
      return item.title();
    }
    process.titleHidden(Objects.requireNonNull(item.incident()), item.id());
    return Long.toString(item.id());
  }

  private static NotFoundException unknown(long id) {
    return new NotFoundException("There is no action item " + id);
  }

  /**
   * Adds an item to an incident, open or closed.
   *
   * @param origin where it came from, such as {@code added}
   * @throws NotFoundException when there is no such incident
   * @throws InvalidInputException when the due date lies in the past, or a player owns what is no
   *     drill's
   */
  public ActionItem add(String incident, Wanted what, String origin, Actor actor) {
    // A drill's items are as real as any other; a dismissed incident teaches something as well.
    var known = incidents.lock(incident);
    var dueAt = dueAt(incidents.policyOf(known), what.dueDate());
    requireAhead(dueAt);
    requirePerson(known, what);
    var id = store.add(incident, what, dueAt, origin, actor);
    begin(get(id), "1", actor);
    timeline.add(incident, actor, KIND, "Action item: " + inWords(what));
    return get(id);
  }

  /**
   * Adds an item that came up in a routine.
   *
   * @param routine id of its round
   * @param policy that has it
   * @throws InvalidInputException when the due date lies in the past, or a player owns what is no
   *     drill's
   */
  public ActionItem addToRoutine(long routine, String policy, Wanted what, Actor actor) {
    var dueAt = dueAt(policies.get(policy), what.dueDate());
    requireAhead(dueAt);
    requirePerson(null, what);
    var id = store.add(routine, what, dueAt, "routine", actor);
    begin(get(id), "1", actor);
    return get(id);
  }

  /**
   * Takes over what a review says: what is new is added, what is there already is changed, and what
   * the review does not name any more is dropped. Items with one title are one; what is settled
   * stays so, and what came from elsewhere stays as it is.
   *
   * @throws InvalidInputException when a player owns what is no drill's
   */
  public void reviewed(String incident, List<Wanted> wanted, Actor actor) {
    var known = incidents.lock(incident);
    var before =
        of(incident).stream().collect(toMap(item -> key(item.title()), item -> item, (a, b) -> a));
    var named = new ArrayList<String>();
    for (var what : wanted) {
      var item = before.get(key(what.title()));
      named.add(key(what.title()));
      requirePerson(known, what);
      if (item == null) {
        var id =
            store.add(
                incident,
                what,
                dueAt(incidents.policyOf(known), what.dueDate()),
                Reminders.REVIEW,
                actor);
        begin(get(id), "1", actor);
      } else if (item.open()) {
        // The form does not ask for the tracker.
        change(
            item,
            new Wanted(what.title(), what.kind(), what.owner(), what.dueDate(), item.trackerUrl()),
            actor);
      }
    }
    before.values().stream()
        .filter(item -> item.open() && item.origin().equals(Reminders.REVIEW))
        .filter(item -> !named.contains(key(item.title())))
        .forEach(item -> drop(item, "The review does not name it any more", actor));
  }

  private static String key(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
  }

  /**
   * Changes an item that is open.
   *
   * @param wish what it shall be, made of what it is: nobody else changes it meanwhile
   * @throws ConflictException when it is settled
   * @throws InvalidInputException when a new due date lies in the past, or a player owns what is no
   *     drill's
   */
  public ActionItem change(long id, Function<ActionItem, Wanted> wish, Actor actor) {
    var item = open(id);
    var what = wish.apply(item);
    if (!what.dueDate().equals(item.dueDate())) {
      requireAhead(dueAt(policyOf(item), what.dueDate()));
    }
    requirePerson(incident(item).orElse(null), what);
    change(item, what, actor);
    return get(id);
  }

  /** The same from its own task, whose model goes on by itself. */
  void postpone(long id, LocalDate dueDate, String reason, Actor actor) {
    var item = open(id);
    var dueAt = dueAt(policyOf(item), dueDate);
    requireAhead(dueAt);
    if (!dueAt.isAfter(item.dueAt())) {
      throw new InvalidInputException("newDueDate", "is no later than " + item.dueDate());
    }
    store.change(
        id, new Wanted(item.title(), item.kind(), item.owner(), dueDate, item.trackerUrl()), dueAt);
    note(
        item,
        actor,
        "Action item put off from %s to %s: %s. %s"
            .formatted(item.dueDate(), dueDate, item.title(), reason));
  }

  private void change(ActionItem item, Wanted what, Actor actor) {
    var changes = changes(item, what);
    if (changes.isEmpty()) {
      return;
    }
    store.change(item.id(), what, dueAt(policyOf(item), what.dueDate()));
    note(item, actor, "Action item changed: " + what.title() + ". " + String.join(", ", changes));
    if (!what.owner().equals(item.owner())) {
      let(item, what.owner(), actor);
      reminders.tellAssigned(get(item.id()), String.valueOf(clock.millis()));
    }
    if (!what.title().equals(item.title())
        || !what.owner().equals(item.owner())
        || !what.dueDate().equals(item.dueDate())) {
      process.changed(item.incident(), item.id());
    }
  }

  private static List<String> changes(ActionItem item, Wanted what) {
    return Stream.of(
            changed("Title", item.title(), what.title()),
            changed("kind", item.kind(), what.kind()),
            changed("owner", item.owner(), what.owner()),
            changed("due", item.dueDate(), what.dueDate()),
            changed("tracker", item.trackerUrl(), what.trackerUrl()))
        .filter(Objects::nonNull)
        .toList();
  }

  private static @Nullable String changed(
      String name, @Nullable Object before, @Nullable Object now) {
    return Objects.equals(before, now)
        ? null
        : "%s: %s instead of %s".formatted(name, words(now), words(before));
  }

  private static String words(@Nullable Object value) {
    return value == null ? "none" : value.toString();
  }

  /**
   * Says that an item is done.
   *
   * @param evidence what shows it: a link, a measurement, who has looked at it
   * @throws ConflictException when it was dropped; one that is done already stays as it is
   */
  public ActionItem complete(long id, String evidence, Actor actor) {
    var item = hold(id);
    if (item.status() == Status.DONE) {
      return item;
    }
    done(open(id), evidence, actor);
    process.changed(item.incident(), id);
    return get(id);
  }

  /** The same from its own task. */
  void done(long id, String evidence, Actor actor) {
    done(open(id), evidence, actor);
  }

  private void done(ActionItem item, String evidence, Actor actor) {
    store.settle(item.id(), Status.DONE, evidence, null, actor);
    note(item, actor, "Action item done: " + item.title() + ". " + evidence);
  }

  /**
   * Says that an item will not be done.
   *
   * @throws ConflictException when it is done
   */
  public ActionItem drop(long id, String reason, Actor actor) {
    var item = hold(id);
    if (item.status() != Status.DROPPED) {
      drop(open(id), reason, actor);
    }
    return get(id);
  }

  private void drop(ActionItem item, String reason, Actor actor) {
    dropped(item, reason, actor);
    process.changed(item.incident(), item.id());
  }

  /** The same from its own task. */
  void dropped(long id, String reason, Actor actor) {
    dropped(open(id), reason, actor);
  }

  private void dropped(ActionItem item, String reason, Actor actor) {
    store.settle(item.id(), Status.DROPPED, item.evidence(), reason, actor);
    note(item, actor, "Action item dropped: " + item.title() + ". " + reason);
  }

  /**
   * Opens an item again that was done or dropped. Its owner has it as before.
   *
   * @param dueDate a new one; null keeps the one it had
   * @throws ConflictException when it is open
   * @throws InvalidInputException when the due date that counts then lies in the past
   */
  public ActionItem reopen(long id, String reason, @Nullable LocalDate dueDate, Actor actor) {
    var item = hold(id);
    if (item.open()) {
      throw new ConflictException("The action item " + id + " is open");
    }
    var dueAt = dueAt(policyOf(item), dueDate == null ? item.dueDate() : dueDate);
    var day = dueDate == null ? item.dueDate() : dueDate;
    requireAhead(dueAt);
    store.change(
        id, new Wanted(item.title(), item.kind(), item.owner(), day, item.trackerUrl()), dueAt);
    store.reopen(id);
    note(item, actor, "Action item opened again: " + item.title() + ". " + reason);
    begin(get(id), String.valueOf(clock.millis()), actor);
    return get(id);
  }

  /** Starts what older versions have left without a process; one node does it. */
  void watchAll() {
    store.unwatched().forEach(item -> watch(item));
  }

  /** Only those who may read the incident see its items from now on. */
  @EventListener
  void on(IncidentChanged change) {
    if (change.what() == What.SECURITY) {
      for (var item : of(change.number())) {
        process.titleHidden(change.number(), item.id());
        if (item.open()) {
          access.name(change.now(), item.owner(), OWNS, Actor.ENGINE);
          process.changed(item.incident(), item.id());
        }
      }
    }
  }

  private void begin(ActionItem item, String round, Actor actor) {
    let(item, item.owner(), actor);
    watch(item);
    reminders.tellAssigned(item, round);
  }

  private void watch(ActionItem item) {
    store.watched(item.id());
    process.agreed(item.incident(), item.id());
  }

  /** Whoever is to mend something must be able to read what happened. */
  private void let(ActionItem item, String owner, Actor actor) {
    incident(item).ifPresent(incident -> access.name(incident, owner, OWNS, actor));
  }

  private Optional<IncidentView> incident(ActionItem item) {
    return Optional.ofNullable(item.incident()).map(incidents::get);
  }

  private Policy policyOf(ActionItem item) {
    return incident(item).map(incidents::policyOf).orElseGet(() -> policies.get(item.policy()));
  }

  /** What comes from a routine has no timeline; the item itself says who settled it, and why. */
  private void note(ActionItem item, Actor actor, String text) {
    if (item.incident() != null) {
      timeline.add(item.incident(), actor, KIND, text);
    }
  }

  private ActionItem open(long id) {
    var item = hold(id);
    if (!item.open()) {
      throw new ConflictException(
          "The action item %d is %s; open it again first".formatted(id, item.status().word()));
    }
    return item;
  }

  /**
   * The end of the working day in the calendar of the policy, whether that day is worked or not.
   */
  private static Instant dueAt(Policy policy, LocalDate date) {
    var calendar = policy.profile().calendar();
    return date.atTime(calendar.ends()).atZone(calendar.zone()).toInstant();
  }

  private void requireAhead(Instant dueAt) {
    if (dueAt.isBefore(clock.instant())) {
      throw new InvalidInputException("dueDate", "lies in the past; choose a day ahead");
    }
  }

  /** Of a drill, players own what its review says. */
  private static void requirePerson(@Nullable IncidentView incident, Wanted what) {
    if ((incident == null || !incident.drill()) && Players.isOne(what.owner())) {
      throw new InvalidInputException(
          "owner", "'" + what.owner() + "' plays in drills only; name the person who does it");
    }
  }

  private String inWords(Wanted what) {
    return "%s (%s, %s, by %s)"
        .formatted(
            what.title(),
            what.kind(),
            people.find(what.owner()).map(person -> person.name()).orElse(what.owner()),
            what.dueDate());
  }
}
