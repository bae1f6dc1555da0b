package io.tocsin.publication;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Overdue;
import io.tocsin.incident.Role;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Notifications;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.publication.PublicText.Kind;
import io.tocsin.publication.PublicText.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who has to release words for the public before they go out, and by when. */
@Service
@Transactional
class Release {

  private static final String LEGAL = "legal";

  /** The groups that may take words back which are out. */
  static final List<String> ANSWERING =
      List.of(Role.COMMANDER.group(), Role.COMMUNICATIONS_LEAD.group(), LEGAL);

  private final PublicTexts texts;
  private final Incidents incidents;
  private final Access access;
  private final Notifications notifications;
  private final People people;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Clock clock;

  Release(
      PublicTexts texts,
      Incidents incidents,
      Access access,
      Notifications notifications,
      People people,
      Timeline timeline,
      ResponseProcess process,
      Clock clock) {
    this.texts = texts;
    this.incidents = incidents;
    this.access = access;
    this.notifications = notifications;
    this.people = people;
    this.timeline = timeline;
    this.process = process;
    this.clock = clock;
  }

  /**
   * What words wait for.
   *
   * @param state write, release, ready or withdrawn
   * @param approvers groups that have not released them yet
   */
  record Next(String state, List<String> approvers, Instant dueAt) {}

  Next next(UUID id) {
    var incident = incidents.lock(texts.get(id).incident());
    var text = texts.get(id);
    var next = next(incident, text);
    if (text.state() == State.WRITTEN || text.state() == State.RELEASED) {
      texts.move(id, next.approvers().isEmpty() ? State.RELEASED : State.WRITTEN);
    }
    return next;
  }

  private Next next(IncidentView incident, PublicText text) {
    var due = due(incident, text);
    return switch (text.state()) {
      case WITHDRAWN -> new Next("withdrawn", List.of(), due);
      case DRAFT, SENT_BACK -> new Next("write", List.of(), due);
      case PUBLISHED, TAKEN_DOWN -> new Next("ready", List.of(), due);
      case WRITTEN, RELEASED -> {
        var missing = missing(incident, text);
        yield new Next(missing.isEmpty() ? "ready" : "release", missing, due);
      }
    };
  }

  /** Whoever has to release words is another now, or is who wrote them. */
  @EventListener
  void on(IncidentChanged changed) {
    switch (changed.what()) {
      case ROLE, SEVERITY ->
          texts.of(changed.number()).stream()
              .filter(text -> text.state() == State.WRITTEN)
              .forEach(text -> readAgain(changed.now(), text));
      default -> {}
    }
  }

  /** What nobody has to release any more is asked of nobody. */
  private void readAgain(IncidentView incident, PublicText text) {
    var missing = missing(incident, text);
    Arrays.stream(Role.values())
        .map(Role::group)
        .filter(group -> !missing.contains(group))
        .forEach(
            group -> process.wordsJudged(incident.number(), text.id().toString(), group, true));
  }

  /** Returns whether everybody has released the words who has to by now. */
  boolean released(PublicText text) {
    return missing(incidents.get(text.incident()), text).isEmpty();
  }

  /**
   * Whoever has to release words has done so with those that they wrote as the holder of the role.
   * Legal never writes for itself.
   */
  private List<String> missing(IncidentView incident, PublicText text) {
    var missing = approvers(incident, text);
    missing.removeAll(texts.releasedBy(text));
    missing.removeIf(group -> incident.wears(group, text.author()));
    return List.copyOf(missing);
  }

  /** Returns the groups that would have to release an update that a person writes now. */
  List<String> wouldWait(IncidentView incident, String author) {
    var approvers = approvers(incident, false);
    approvers.removeIf(group -> incident.wears(group, author));
    return List.copyOf(approvers);
  }

  private Set<String> approvers(IncidentView incident, PublicText text) {
    return approvers(incident, text.kind() == Kind.HOLDING && text.revision() == 1);
  }

  private Set<String> approvers(IncidentView incident, boolean approvedBefore) {
    var approvers = new LinkedHashSet<String>();
    if (incident.security()) {
      approvers.add(Role.COMMANDER.group());
      approvers.add(LEGAL);
      return approvers;
    }
    if (!approvedBefore) {
      incidents
          .policyOf(incident)
          .targets(incident.severity())
          .text("externalApprovalBy")
          .ifPresent(role -> approvers.add(Role.of(role).group()));
    }
    return approvers;
  }

  /** A little after it was asked for, or when the policy owes the words if that is earlier. */
  private Instant due(IncidentView incident, PublicText text) {
    var prompt = incidents.policyOf(incident).profile().duration("promptTaskWithin");
    var due = text.waitsSince().plus(prompt);
    var deadline = text.deadlineAt();
    var draft = text.state() == State.DRAFT;
    if (deadline != null && deadline.isAfter(text.waitsSince())) {
      due = draft || deadline.isBefore(due) ? deadline : due;
    }
    return incident.notBefore(due);
  }

  /** Returns when those for whom the words wait are told next. */
  Instant tellAt(UUID id) {
    var text = texts.get(id);
    var incident = incidents.lock(text.incident());
    var due = due(incident, text);
    var told = text.toldAt();
    if (told == null) {
      return clock.instant();
    }
    if (told.isBefore(due)) {
      return due;
    }
    return Overdue.next(incidents.policyOf(incident), due, told)
        .map(incident::notBefore)
        // A policy without reminders does not leave words unread for ever.
        .orElseGet(() -> incident.notBefore(told.plus(pause(incident, due, told))));
  }

  private Duration pause(IncidentView incident, Instant due, Instant told) {
    var prompt = incidents.policyOf(incident).profile().duration("promptTaskWithin");
    var late = Duration.between(due, told);
    return late.compareTo(prompt) > 0 ? late : prompt;
  }

  /** Tells them, and the management when they have been told in vain. */
  void tell(UUID id) {
    var incident = incidents.lock(texts.get(id).incident());
    var text = texts.get(id);
    var next = next(incident, text);
    var now = clock.instant();
    // Also when nobody has to be told: the next time would be past, again and again.
    texts.told(id, now);
    if (!next.state().equals("release") && !next.state().equals("write")) {
      return;
    }
    var late = text.toldAt() != null && !now.isBefore(next.dueAt());
    var lost = late && Overdue.lost(incidents.policyOf(incident), next.dueAt(), now);
    var fields = new HashMap<String, Object>();
    fields.put("due", next.dueAt());
    fields.put("headline", text.title());
    fields.put("text", text.body());
    fields.put("writtenBy", name(text.author()));
    fields.put("toWrite", next.state().equals("write"));
    if (text.reason() != null) {
      fields.put("sentBack", text.reason());
    }
    fields.put("approvers", recipients(next));
    notifications.tell(
        incident.number(),
        lost ? "release-escalated" : late ? "release-overdue" : "release-due",
        "%s-%d-%d".formatted(id, text.waitsSince().toEpochMilli(), now.toEpochMilli()),
        fields);
  }

  /** As a policy writes recipients: whoever has to do the task that is open. */
  private static List<String> recipients(Next next) {
    var groups =
        next.state().equals("write") ? List.of(Role.COMMUNICATIONS_LEAD.group()) : next.approvers();
    var recipients = new ArrayList<String>();
    for (var group : groups) {
      Arrays.stream(Role.values())
          .filter(role -> role.group().equals(group))
          .forEach(role -> recipients.add("role:" + role.key()));
      recipients.add("group:" + group);
    }
    return recipients;
  }

  /**
   * Somebody releases words, as they are or changed.
   *
   * @return whether they differ now, so that others have to read them anew
   */
  boolean release(UUID id, String approver, String title, String body, Actor actor) {
    var incident = incidents.lock(texts.get(id).incident());
    requireApprover(incident, approver, actor);
    var text = texts.get(id);
    var changed = !title.equals(text.title()) || !lines(body).equals(lines(text.body()));
    if (changed) {
      texts.requireStanding(text.incident(), title);
      texts.rewrite(id, title, body, actor.id(), clock.instant());
    }
    texts.release(texts.get(id), approver, actor.id(), clock.instant());
    line(text, actor, "Words for the public released%s: %s", changed ? " with changes" : "", body);
    return changed;
  }

  /** Returns whether words do not wait for a group any more, or are sent back. */
  boolean judged(PublicText text, String approver) {
    return text.state() == State.SENT_BACK
        || !missing(incidents.get(text.incident()), text).contains(approver);
  }

  /** Returns the groups that words still wait for and that somebody can release them for. */
  List<String> releases(PublicText text, String person) {
    var incident = incidents.get(text.incident());
    return missing(incident, text).stream()
        .filter(approver -> access.answersFor(incident, approver, person))
        .toList();
  }

  /** Returns the groups that words still wait for, and by when. */
  Next waits(PublicText text) {
    var incident = incidents.get(text.incident());
    return new Next(text.state().word(), missing(incident, text), due(incident, text));
  }

  /** Returns whether somebody answers for what the public reads of an incident. */
  boolean answersForWords(IncidentView incident, String person) {
    return ANSWERING.stream().anyMatch(group -> access.answersFor(incident, group, person));
  }

  /** Who may work on a task is wider in a restricted incident than who may release. */
  private void requireApprover(IncidentView incident, String approver, Actor actor) {
    if (!access.answersFor(incident, approver, actor.id())) {
      throw new InvalidInputException(
          "releaseChoice", "only somebody of the group " + approver + " can release these words");
    }
  }

  /** Somebody wants other words. */
  void sendBack(UUID id, String reason, Actor actor) {
    incidents.lock(texts.get(id).incident());
    texts.sendBack(id, reason, clock.instant());
    line(texts.get(id), actor, "Words for the public sent back%s: %s", "", reason);
  }

  /** The words are written, or written anew. */
  void write(UUID id, String title, String body, Actor actor) {
    incidents.lock(texts.get(id).incident());
    texts.requireStanding(texts.get(id).incident(), title);
    texts.rewrite(id, title, body, actor.id(), clock.instant());
    line(texts.get(id), actor, "Words for the public written%s: %s", "", body);
  }

  /** They are not said. */
  void withdraw(UUID id, String reason, Actor actor) {
    var text = texts.get(id);
    incidents.lock(text.incident());
    texts.move(id, State.WITHDRAWN);
    line(text, actor, "Words for the public taken back%s: %s", "", reason);
    process.clocksChanged(text.incident());
  }

  private void line(PublicText text, Actor actor, String line, Object... facts) {
    timeline.add(text.incident(), actor, "update", line.formatted(facts));
  }

  String name(@Nullable String person) {
    return Optional.ofNullable(person)
        .flatMap(people::find)
        .map(Person::name)
        .orElse(Actor.ENGINE.id().equals(person) ? "Tocsin" : String.valueOf(person));
  }

  /** A form sends line ends of its own. */
  private static String lines(String text) {
    return text.strip().replace("\r\n", "\n");
  }
}
