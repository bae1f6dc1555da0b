package io.tocsin.incident;

import io.tocsin.catalog.Catalog;
import io.tocsin.policy.Classification;
import io.tocsin.policy.Policies;
import io.tocsin.policy.Policy;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * The record of each incident: every change of state with its line on the timeline. Knows nothing
 * of the running model; whoever commands from outside uses {@link IncidentCommands}.
 */
@Service
@Transactional
public class Incidents {

  private static final Logger LOG = LoggerFactory.getLogger(Incidents.class);
  private static final int MAX_TITLE = 300;

  private final IncidentRepository repository;
  private final IncidentNumbers numbers;
  private final Timeline timeline;
  private final StatusUpdates updates;
  private final Pauses pauses;
  private final Policies policies;
  private final Catalog catalog;
  private final IncidentProperties properties;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Incidents(
      IncidentRepository repository,
      IncidentNumbers numbers,
      Timeline timeline,
      StatusUpdates updates,
      Pauses pauses,
      Policies policies,
      Catalog catalog,
      IncidentProperties properties,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      Clock clock) {
    this.repository = repository;
    this.numbers = numbers;
    this.timeline = timeline;
    this.updates = updates;
    this.pauses = pauses;
    this.policies = policies;
    this.catalog = catalog;
    this.properties = properties;
    this.jdbc = jdbc;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Returns an incident.
   *
   * @throws NotFoundException when there is none of that number
   */
  @Transactional(readOnly = true)
  public IncidentView get(String number) {
    return find(number).orElseThrow(() -> unknown(number));
  }

  /** Returns an incident, if there is one of that number. */
  @Transactional(readOnly = true)
  public Optional<IncidentView> find(String number) {
    return repository.findByNumber(number).map(Incident::view);
  }

  /** Returns an incident and keeps others from changing it until this transaction ends. */
  public IncidentView lock(String number) {
    return locked(number).view();
  }

  /**
   * Returns the policy that an incident follows, in the version that counts for it; the default
   * policy when it was deleted while the incident was open.
   */
  @Transactional(readOnly = true)
  public Policy policyOf(IncidentView incident) {
    return versionOf(incident.policy(), incident.policyVersion());
  }

  /**
   * Returns the policy that an incident will follow once its severity is set: the newest version.
   */
  @Transactional(readOnly = true)
  public Policy nextPolicyOf(IncidentView incident) {
    return newest(incident.policy(), incident.policyVersion());
  }

  /** Lists incidents, newest first. */
  @Transactional(readOnly = true)
  public List<IncidentView> list(IncidentFilter filter) {
    var where = new ArrayList<String>();
    var params = new HashMap<String, Object>();
    if (!filter.statuses().isEmpty()) {
      where.add("status in (:statuses)");
      params.put("statuses", filter.statuses().stream().map(Status::word).toList());
    }
    if (filter.severity() != null) {
      where.add("severity = :severity");
      params.put("severity", filter.severity());
    }
    if (filter.service() != null) {
      where.add("services @> array[:service]::text[]");
      params.put("service", filter.service());
    }
    if (filter.drill() != null) {
      where.add("drill = :drill");
      params.put("drill", filter.drill());
    }
    params.put("size", filter.size());
    params.put("offset", (long) filter.page() * filter.size());
    return jdbc
        .sql(
            "select number from incident"
                + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                + " order by declared_at desc, number desc limit :size offset :offset")
        .params(params)
        .query(String.class)
        .list()
        .stream()
        .map(this::get)
        .toList();
  }

  /** Declares an incident with a provisional severity, from what the declarer says of it. */
  public IncidentView declare(Declaration what, Actor actor) {
    var incident = new Incident();
    var now = clock.instant();
    if (what.title().isBlank()) {
      throw new InvalidInputException("title", "say in one line what is wrong");
    }
    // One line: it becomes the subject of mails.
    incident.title = cut(what.title().strip().replaceAll("\\s+", " "), MAX_TITLE);
    incident.description = what.description();
    incident.services.addAll(what.services().stream().distinct().toList());
    incident.kind = what.kind();
    incident.security = what.security() || "security-incident".equals(what.kind());
    incident.drill = what.drill();
    incident.links.addAll(what.links());
    incident.detectedBy = what.detectedBy();
    incident.reporter = what.reporter();
    incident.firstResponder = what.firstResponder();
    incident.declaredAt = now;
    incident.startedAt = earliest("startedAt", what.startedAt(), now);
    incident.detectedAt = earliest("detectedAt", what.detectedAt(), now);
    var start = start(what);
    var policy = start.policy();
    var provisional = start.provisional();
    incident.follow(policy);
    incident.severity = provisional.level();
    incident.severityLabel = provisional.label();
    incident.severityRule = provisional.rule();
    incident.number = numbers.next(what.drill());
    repository.save(incident);
    timeline.add(
        incident.number,
        actor,
        "declared",
        "Declared: %s. Provisional severity %s (%s), policy %s, version %d"
            .formatted(
                incident.title,
                provisional.label(),
                provisional.rule(),
                policy.profile().title(),
                policy.versionNumber()));
    if (start.trouble() != null) {
      timeline.add(incident.number, Actor.ENGINE, "note", start.trouble());
    }
    for (var service : incident.services) {
      if (catalog.find(service).isEmpty()) {
        timeline.add(
            incident.number,
            Actor.ENGINE,
            "note",
            "The service '%s' is not in the catalog: the policy %s applies, and nothing is known of its health or its actions"
                .formatted(service, policy.id()));
      }
    }
    return incident.view();
  }

  /**
   * A person took it. The first one counts, and the first one after a reopening; later calls change
   * nothing.
   */
  public IncidentView acknowledge(String number, String person, Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    if (incident.acknowledgedAt == null) {
      incident.acknowledgedAt = clock.instant();
      incident.investigationStartedAt =
          Incident.first(incident.investigationStartedAt, clock.instant());
      if (incident.firstResponder == null) {
        incident.firstResponder = person;
      }
      timeline.add(number, actor, "acknowledged", "Acknowledged by " + person);
    } else if (incident.reopenings > 0 && incident.takenAgainAt == null) {
      timeline.add(number, actor, "acknowledged", "Taken again by " + person);
    }
    if (incident.reopenings > 0) {
      incident.takenAgainAt = Incident.first(incident.takenAgainAt, clock.instant());
    }
    return repository.save(incident).view();
  }

  /**
   * Sets the severity.
   *
   * @param proposed what the policy proposed, when it was asked; both are recorded
   * @return whether the level changed
   */
  boolean changeSeverity(
      String number, int level, @Nullable String reason, @Nullable String proposed, Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    var policy = newest(incident.policy, incident.policyVersion);
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
    }
    var moved = follow(incident, policy);
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
    var incident = locked(number);
    if (said == null || !incident.status().responding()) {
      return false;
    }
    var policy = newest(incident.policy, incident.policyVersion);
    var heard = policies.classify(policy, said(policy, said));
    if (heard.level() >= incident.severity) {
      return false;
    }
    if (incident.severityConfirmed) {
      timeline.add(
          number,
          actor,
          "severity",
          "An alert says %s, which is worse than %s: look at the severity again"
              .formatted(heard.label(), incident.severityLabel));
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
    follow(incident, policy)
        .ifPresent(text -> timeline.add(number, Actor.ENGINE, "severity", text));
    repository.save(incident);
    return true;
  }

  /**
   * Notes what triage found out. The severity is set on its own.
   *
   * @param businessContinuity whether it is to be activated; null when the policy does not ask
   * @return whether it has become a matter of security, which has a ladder of its own
   */
  boolean triaged(
      String number,
      @Nullable String impactUsers,
      @Nullable String kind,
      boolean security,
      @Nullable Boolean businessContinuity,
      Actor actor) {
    var incident = locked(number);
    incident.requireResponding();
    incident.triagedAt = Incident.first(incident.triagedAt, clock.instant());
    incident.investigationStartedAt =
        Incident.first(incident.investigationStartedAt, clock.instant());
    if (impactUsers != null) {
      incident.impactUsers = impactUsers;
    }
    if (kind != null) {
      incident.kind = kind;
    }
    var before = incident.security;
    incident.security |= security || "security-incident".equals(kind);
    if (businessContinuity != null) {
      incident.businessContinuity = businessContinuity;
    }
    incident.noteResponse(clock.instant());
    repository.save(incident);
    timeline.add(
        number, actor, "task", "Triaged" + (impactUsers == null ? "" : ". Impact: " + impactUsers));
    if (businessContinuity != null) {
      timeline.add(
          number,
          actor,
          "task",
          businessContinuity
              ? "Business continuity is to be activated"
              : "Business continuity is not needed");
    }
    return incident.security != before;
  }

  /** Gives a role to a person, or hands it over. Giving it to its holder changes nothing. */
  public IncidentView assignRole(String number, Role role, String person, Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    var before = incident.holder(role);
    if (!person.equals(before)) {
      incident.assign(role, person);
      if (role == Role.COMMANDER) {
        incident.commanderSince = clock.instant();
      }
      incident.noteResponse(clock.instant());
      timeline.add(
          number,
          actor,
          "role",
          before == null
              ? person + " is " + role.title()
              : person + " takes over as " + role.title() + " from " + before);
    }
    return repository.save(incident).view();
  }

  /**
   * Changes the status.
   *
   * @throws ConflictException when the change is not legal from where the incident stands
   */
  public IncidentView moveTo(String number, Status to, @Nullable String reason, Actor actor) {
    var incident = locked(number);
    if (incident.status() == to) {
      return incident.view();
    }
    incident.move(to, clock.instant());
    if (!to.responding() && pauses.open(number).isPresent()) {
      endPause(incident, actor);
      timeline.add(number, Actor.ENGINE, "pause", "The pause is over: " + to.word());
    }
    repository.save(incident);
    timeline.add(
        number, actor, "status", "Status: " + to.word() + (reason == null ? "" : ". " + reason));
    if (!to.responding()) {
      // The clock that sends ends now; what was handed in just before must not wait for it.
      updates
          .unsentAudiences(number)
          .forEach(audience -> events.publishEvent(new UpdateWritten(number, audience)));
    }
    if (to.over()) {
      events.publishEvent(new IncidentClosed(number, to, incident.mergedInto));
    }
    return incident.view();
  }

  /** Notes what the investigation found so far. */
  void found(String number, Findings findings, Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    incident.rootCause = findings.rootCause();
    incident.rootCauseConfirmed = findings.confirmed();
    incident.whys = new ArrayList<>(findings.whys());
    incident.recentChange = findings.recentChange();
    incident.workaround = findings.workaround();
    if (findings.expectedResolutionAt() != null) {
      incident.expectedResolutionAt = findings.expectedResolutionAt();
    }
    if (findings.impactBusiness() != null) {
      incident.impactBusiness = findings.impactBusiness();
    }
    repository.save(incident);
    timeline.add(
        number,
        actor,
        "task",
        (findings.confirmed() ? "Root cause confirmed: " : "Findings: ")
            + Objects.requireNonNullElse(findings.rootCause(), "none yet")
            + (findings.evidence() == null ? "" : ". Evidence: " + findings.evidence()));
  }

  /** Corrects root cause and five whys in the review. */
  public void correctCause(
      String number, @Nullable String rootCause, List<String> whys, @Nullable String resolution) {
    var incident = locked(number);
    incident.requireOpen();
    incident.rootCause = rootCause;
    incident.whys = new ArrayList<>(whys);
    incident.resolution = resolution;
    repository.save(incident);
  }

  /** Notes how it was resolved; the status changes when the health gate has passed. */
  public void resolution(String number, String resolution, Actor actor) {
    var incident = locked(number);
    incident.requireResponding();
    incident.resolution = resolution;
    repository.save(incident);
    timeline.add(number, actor, "status", "Said to be resolved: " + resolution);
  }

  /** Notes that a mitigation holds: the health gate has passed. */
  public void mitigated(String number) {
    var incident = locked(number);
    incident.mitigatedAt = Incident.first(incident.mitigatedAt, clock.instant());
    repository.save(incident);
  }

  /** Notes that people have been told; the first time counts. */
  public void teamNotified(String number) {
    var incident = locked(number);
    if (incident.teamNotifiedAt == null) {
      incident.teamNotifiedAt = clock.instant();
      repository.save(incident);
    }
  }

  /** Notes what seems to have helped, for the report; the last one counts. */
  public void helped(String number, String what) {
    var incident = locked(number);
    incident.resolution = what;
    repository.save(incident);
  }

  /** Dismisses an incident that is none. */
  public IncidentView dismiss(String number, String reason, Actor actor) {
    locked(number).requireOpen();
    return moveTo(number, Status.DISMISSED, "Dismissed: " + reason, actor);
  }

  /**
   * Dismisses an incident because another covers it.
   *
   * @throws InvalidInputException when the other is this one, unknown or over
   */
  public IncidentView merge(String number, String into, Actor actor) {
    if (number.equals(into)) {
      throw new InvalidInputException("into", "an incident cannot be merged into itself");
    }
    // Both are held, or the other one could end at the same time and take these alerts with it.
    Stream.of(number, into).sorted().forEach(repository::findOneByNumber);
    var target =
        repository
            .findByNumber(into)
            .orElseThrow(() -> new InvalidInputException("into", "there is no incident " + into));
    if (target.status().over()) {
      throw new InvalidInputException("into", into + " is " + target.status().word());
    }
    var incident = locked(number);
    incident.requireOpen();
    if (target.drill != incident.drill) {
      throw new InvalidInputException("into", "a drill and a real incident are kept apart");
    }
    incident.mergedInto = into;
    repository.save(incident);
    timeline.add(into, actor, "status", number + " was merged into this incident");
    return moveTo(number, Status.DISMISSED, "Merged into " + into, actor);
  }

  /**
   * Hands the incident over to a ticket, due when the policy wants a response.
   *
   * @return when that is; null when the policy does not say
   */
  public @Nullable Instant planTicket(String number) {
    var incident = locked(number);
    var due = due(incident.view(), "respondWithin").orElse(null);
    if (!Objects.equals(due, incident.ticketDueAt)) {
      incident.ticketDueAt = due;
      repository.save(incident);
      timeline.add(
          number,
          Actor.ENGINE,
          "ticket",
          "Worked off by a ticket" + (due == null ? "" : ", due " + Texts.time(due)));
    }
    return due;
  }

  /**
   * Links the ticket that the incident is worked off by; the same link again changes nothing.
   *
   * @throws InvalidInputException when it is no web address
   */
  public IncidentView linkTicket(String number, String url, Actor actor) {
    var link = WebLink.of("url", url);
    var incident = locked(number);
    incident.requireOpen();
    if (!link.equals(incident.ticketUrl)) {
      var before = incident.ticketUrl;
      incident.ticketUrl = link;
      timeline.add(
          number,
          actor,
          "ticket",
          "Ticket: " + link + (before == null ? "" : ", instead of " + before));
    }
    return repository.save(incident).view();
  }

  /** Notes that no ticket is opened, because a severity or a person wants none. */
  public void withoutTicket(String number, String why, Actor actor) {
    locked(number);
    timeline.add(number, actor, "ticket", "No ticket: " + why);
  }

  /** Forgets a ticket that was asked for and never linked. */
  public void noTicketNeeded(String number) {
    var incident = locked(number);
    if (incident.ticketUrl == null && incident.ticketDueAt != null) {
      incident.ticketDueAt = null;
      repository.save(incident);
      withoutTicket(
          number, incident.severityLabel + " is not worked off by a ticket", Actor.ENGINE);
    }
  }

  /** Adds a link; one that is there already changes nothing. */
  void addLink(String number, String link, String what) {
    var incident = locked(number);
    if (!incident.links.contains(link)) {
      incident.links.add(link);
      repository.save(incident);
      timeline.add(number, Actor.ENGINE, "note", what + ": " + link);
    }
  }

  /** Adds a line that a person wrote. */
  public void note(String number, String text, Actor actor) {
    locked(number);
    timeline.add(number, actor, "note", text);
  }

  /** Writes a status update; it is sent by the clock of its audience. */
  public StatusUpdate writeUpdate(
      String number, String audience, String text, @Nullable Instant nextUpdateAt, Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    var update = updates.add(number, audience, text, actor.id(), nextUpdateAt);
    updates.settle(update);
    timeline.add(number, actor, "update", "Update (" + audience + "): " + text);
    return update;
  }

  /**
   * Stops the clocks of an incident until a time; a pause that runs already is replaced.
   *
   * @throws InvalidInputException when the time lies in the past or further ahead than the policy
   *     allows
   */
  void pause(String number, Instant until, String reason, Actor actor) {
    var incident = locked(number);
    incident.requireResponding();
    var now = clock.instant();
    var end = until.truncatedTo(ChronoUnit.SECONDS);
    if (!end.isAfter(now)) {
      throw new InvalidInputException("until", "lies in the past; name a time ahead");
    }
    var longest = policyOf(incident.view()).profile().duration("pauseAtMost");
    if (end.isAfter(now.plus(longest))) {
      throw new InvalidInputException(
          "until", "lies more than " + longest + " ahead, the longest pause of the policy");
    }
    incident.pausedUntil = end;
    incident.pauseReason = reason;
    repository.save(incident);
    pauses.end(number, now, actor.id());
    pauses.begin(number, new Pauses.Pause(now, end, reason, actor.id()));
    timeline.add(
        number, actor, "pause", "Clocks paused until " + Texts.clock(end, now) + ": " + reason);
  }

  /** Lets the clocks of an incident run again before its pause is over. */
  void resume(String number, String reason, Actor actor) {
    var incident = locked(number);
    incident.requireResponding();
    if (!incident.view().paused(clock.instant())) {
      throw new ConflictException("The clocks of " + number + " are not paused");
    }
    endPause(incident, actor);
    repository.save(incident);
    timeline.add(number, actor, "pause", "Clocks resumed: " + reason);
  }

  /** A pause has come to its end by itself. */
  void pauseOver(String number) {
    var incident = locked(number);
    endPause(incident, Actor.ENGINE);
    repository.save(incident);
    timeline.add(number, Actor.ENGINE, "pause", "The pause is over, the clocks run again");
  }

  /** The end stays on the record: what fell due in the pause is due at its end. */
  private void endPause(Incident incident, Actor actor) {
    var now = clock.instant();
    if (incident.pausedUntil != null && incident.pausedUntil.isAfter(now)) {
      incident.pausedUntil = now;
    }
    incident.pauseReason = null;
    pauses.end(incident.number, now, actor.id());
  }

  /**
   * Asks for a status update.
   *
   * @throws ConflictException when the incident is no longer responded to
   */
  void askForUpdate(String number, String audience, String reason, Actor actor) {
    locked(number).requireResponding();
    updates.ask(number, audience, reason, actor.id());
    timeline.add(number, actor, "update", "Update (" + audience + ") asked for: " + reason);
  }

  /** Returns when a target of the incident is due, if one is owed; not before a pause is over. */
  @Transactional(readOnly = true)
  public Optional<Instant> due(IncidentView incident, String target) {
    return dueUnpaused(incident, target).map(incident::notBefore);
  }

  /** Returns when a target of the incident is due, if one is owed, whether it is paused or not. */
  @Transactional(readOnly = true)
  public Optional<Instant> dueUnpaused(IncidentView incident, String target) {
    var from =
        FROM_RESOLUTION.contains(target) ? incident.resolvedAt() : incident.respondingSince();
    if (from == null) {
      return Optional.empty();
    }
    return dueFrom(incident, target, from);
  }

  /**
   * Returns when a target was due that has been met. A later reopening or pause makes nothing late
   * early, and what fell due in a pause was not late.
   */
  @Transactional(readOnly = true)
  public Optional<Instant> dueWhenMet(IncidentView incident, String target, Instant met) {
    var from =
        met.isBefore(incident.respondingSince())
            ? incident.declaredAt()
            : incident.respondingSince();
    return dueFrom(incident, target, from)
        .map(due -> met.isAfter(due) ? pauses.after(incident.number(), due) : due);
  }

  private Optional<Instant> dueFrom(IncidentView incident, String target, Instant from) {
    var policy = policyOf(incident);
    return policy.targets(incident.severity()).deadline(target).map(d -> policy.due(d, from));
  }

  /** Targets that count from resolution; all others count from declaration or reopening. */
  private static final List<String> FROM_RESOLUTION =
      List.of(
          "stabiliseFor",
          "reviewScheduledWithin",
          "reportWithin",
          "reviewWithin",
          "phaseFollowUpAfter",
          "phaseFollowUpWithin");

  /**
   * What a new incident begins with.
   *
   * @param trouble why it does not follow the policy that was meant for it, or null
   */
  private record Start(Policy policy, Classification provisional, @Nullable String trouble) {}

  /** An incident is declared whatever has become of its policy: then the default one applies. */
  private Start start(Declaration what) {
    var wanted = policyFor(what);
    try {
      return start(wanted, what, null);
    } catch (RuntimeException e) {
      if (wanted.equals(properties.defaultPolicy())) {
        throw e;
      }
      LOG.error("The policy {} cannot be read; the default policy applies instead", wanted, e);
      return start(
          properties.defaultPolicy(),
          what,
          "The policy '%s' cannot be read (%s): the default policy '%s' applies instead"
              .formatted(wanted, e.getMessage(), properties.defaultPolicy()));
    }
  }

  private Start start(String id, Declaration what, @Nullable String trouble) {
    var policy = policies.get(id);
    return new Start(policy, policies.classify(policy, said(policy, what.severity())), trouble);
  }

  /** The newest version of a policy, or the one that counts so far when that cannot be read. */
  private Policy newest(String id, @Nullable String version) {
    try {
      return policies.get(id);
    } catch (RuntimeException e) {
      LOG.warn("The newest version of the policy {} cannot be read: {}", id, e.getMessage());
      return versionOf(id, version);
    }
  }

  /** The response goes on whatever becomes of a policy. */
  private Policy versionOf(String id, @Nullable String version) {
    try {
      return policies.get(id, version);
    } catch (RuntimeException e) {
      LOG.warn("The policy {} cannot be read as it counts so far: {}", id, e.getMessage());
      return policies.find(id).orElseGet(() -> policies.get(properties.defaultPolicy()));
    }
  }

  /** Returns the line for the timeline when another version than before counts from now on. */
  private static Optional<String> follow(Incident incident, Policy policy) {
    var before = "version " + incident.policyVersionNumber;
    if (!incident.policy.equals(policy.id())) {
      before += " of " + incident.policy + ", which can no longer be followed";
    }
    var moved = incident.policyVersion != null && !incident.policyVersion.equals(policy.version());
    incident.follow(policy);
    return moved
        ? Optional.of(
            "From now on version %d of the policy %s counts, before it was %s"
                .formatted(policy.versionNumber(), policy.profile().title(), before))
        : Optional.empty();
  }

  private String policyFor(Declaration what) {
    if (what.policy() != null) {
      if (!policies.ids().contains(what.policy())) {
        throw new InvalidInputException(
            "policy", "'" + what.policy() + "' is none of " + String.join(", ", policies.ids()));
      }
      return what.policy();
    }
    return what.services().stream()
        .flatMap(id -> catalog.find(id).stream())
        .flatMap(service -> Optional.ofNullable(service.policy()).stream())
        .findFirst()
        .orElse(properties.defaultPolicy());
  }

  /** What a declarer says of the severity, in the words of the decision's alertSeverity column. */
  private static Map<String, Object> said(Policy policy, @Nullable String severity) {
    if (severity == null || severity.isBlank()) {
      return Map.of("alertSeverity", "unknown");
    }
    var level = policy.profile().level(severity);
    return Map.of(
        "alertSeverity",
        level.isPresent()
            ? String.valueOf(level.getAsInt())
            : severity.strip().toLowerCase(Locale.ROOT));
  }

  private static Instant earliest(String field, @Nullable Instant said, Instant now) {
    if (said != null && said.isBefore(Instant.EPOCH)) {
      throw new InvalidInputException(field, "lies before 1970");
    }
    // A sender's clock may be ahead; nothing is detected after it was declared.
    return said == null || said.isAfter(now) ? now : said;
  }

  private Incident locked(String number) {
    return repository.findOneByNumber(number).orElseThrow(() -> unknown(number));
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  private static NotFoundException unknown(String number) {
    return new NotFoundException("There is no incident " + number);
  }
}
