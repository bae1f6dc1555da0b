package io.tocsin.incident;

import io.tocsin.catalog.Catalog;
import io.tocsin.incident.IncidentChanged.What;
import io.tocsin.people.People;
import io.tocsin.people.Players;
import io.tocsin.policy.Pace;
import io.tocsin.policy.Policy;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  private static final int MAX_TITLE = 300;

  /** An alert that names anything must not fill the record. */
  private static final int MAX_SERVICES = 50;

  /** Stand before a new status in the timeline, and before the reason of a reopening. */
  private static final String STATUS = "Status: ";

  private static final String REOPENED = "Reopened: ";

  private final IncidentRepository repository;
  private final IncidentNumbers numbers;
  private final Timeline timeline;
  private final StatusUpdates updates;
  private final Pauses pauses;
  private final IncidentPolicies policies;
  private final Access access;
  private final Catalog catalog;
  private final People people;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  private final Kinds kinds;
  private final IncidentRounds rounds;

  Incidents(
      IncidentRepository repository,
      IncidentNumbers numbers,
      Timeline timeline,
      StatusUpdates updates,
      Pauses pauses,
      IncidentPolicies policies,
      Access access,
      Catalog catalog,
      People people,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      Clock clock,
      Kinds kinds,
      IncidentRounds rounds) {
    this.kinds = kinds;
    this.rounds = rounds;
    this.repository = repository;
    this.numbers = numbers;
    this.timeline = timeline;
    this.updates = updates;
    this.pauses = pauses;
    this.policies = policies;
    this.access = access;
    this.catalog = catalog;
    this.people = people;
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
    return find(number).orElseThrow(() -> IncidentRepository.unknown(number));
  }

  /** Returns an incident, if there is one of that number. */
  @Transactional(readOnly = true)
  public Optional<IncidentView> find(String number) {
    return SeenIncidents.find(number, repository);
  }

  /** Returns an incident and keeps others from changing it until this transaction ends. */
  public IncidentView lock(String number) {
    return SeenIncidents.held(number, this::locked);
  }

  /** Returns how many times faster than in earnest an incident goes; only a drill does. */
  @Transactional(readOnly = true)
  public Pace paceOf(IncidentView incident) {
    return incident.drill() ? policies.paceOf(incident.number()) : Pace.REAL;
  }

  /**
   * Returns the policy that an incident follows, in the version that counts for it; the default
   * policy when it was deleted while the incident was open.
   */
  @Transactional(readOnly = true)
  public Policy policyOf(IncidentView incident) {
    return policies.of(incident);
  }

  /**
   * Returns the policy that an incident will follow once its severity is set: the newest version.
   */
  @Transactional(readOnly = true)
  public Policy nextPolicyOf(IncidentView incident) {
    return policies.newest(incident.policy(), incident.policyVersion());
  }

  /** Lists incidents, newest first: those that the reader may read. */
  @Transactional(readOnly = true)
  public List<IncidentView> list(IncidentFilter filter) {
    var where = new ArrayList<String>();
    var params = new HashMap<String, Object>();
    if (!filter.statuses().isEmpty()) {
      where.add("status in (:statuses)");
      params.put("statuses", filter.statuses().stream().map(Status::word).toList());
      if (filter.statuses().stream().noneMatch(Status::over)) {
        where.add(Status.OPEN);
      }
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
    if (filter.reader() != null && !access.readsAll(filter.reader())) {
      where.add(Access.READABLE);
      params.put("reader", filter.reader());
    }
    params.put("size", filter.size());
    params.put("offset", (long) filter.page() * filter.size());
    return jdbc
        .sql(
            "select * from incident"
                + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                + " order by declared_at desc, number desc limit :size offset :offset")
        .params(params)
        .query(new IncidentRows())
        .list()
        .stream()
        .map(Incident::view)
        .toList();
  }

  /**
   * Returns the services of the open incidents that the reader may read, by id, but for those that
   * are known: most incidents affect no others, and to tell that costs little.
   */
  @Transactional(readOnly = true)
  public List<String> openServices(Collection<String> known, String reader) {
    return jdbc.sql(
            "select distinct service from incident, unnest(services) as service where "
                + Status.OPEN
                + " and not services <@ :known::text[] and service <> all (:known)"
                + (access.readsAll(reader) ? "" : " and " + Access.READABLE)
                + " order by service")
        .param("reader", reader)
        .param("known", known.toArray(String[]::new))
        .query(String.class)
        .list();
  }

  /**
   * Returns the numbers of the open incidents that affect any of these services: first what is
   * being responded to, then what is only watched, the newest of each first; at most 200.
   */
  @Transactional(readOnly = true)
  public List<String> openOf(Collection<String> services, boolean drill) {
    return jdbc.sql(
            "select number from incident where status = any(?) and "
                + Status.OPEN
                + " and services && ?::text[] and drill = ?"
                + " order by status = any(?) desc, declared_at desc limit 200")
        .params(
            words(status -> !status.over()),
            services.toArray(String[]::new),
            drill,
            words(Status::responding))
        .query(String.class)
        .list();
  }

  private static String[] words(Predicate<Status> which) {
    return Arrays.stream(Status.values()).filter(which).map(Status::word).toArray(String[]::new);
  }

  /**
   * What a declaration would begin with.
   *
   * @param policy its id
   * @param severity the provisional one, as the policy names it
   * @param rule which row of its severity decision matched
   */
  public record Outlook(String policy, int version, int level, String severity, String rule) {}

  /** Says what an incident would begin with; declares none. */
  public Outlook outlook(Declaration what) {
    var start = policies.start(what);
    var provisional = start.provisional();
    return new Outlook(
        start.policy().id(),
        start.policy().versionNumber(),
        provisional.level(),
        provisional.label(),
        provisional.rule());
  }

  /**
   * Refuses a pace at which some deadline of what would be declared leaves no time to act.
   *
   * @throws InvalidInputException naming the deadline and the fastest pace
   */
  public void requirePossible(Declaration what, Pace pace) {
    if (pace.faster()) {
      policies.start(what).policy().requirePossible(pace);
    }
  }

  /**
   * Returns whether what an alert says of its severity is worse than what it said before, as the
   * policy of an incident reads it.
   *
   * @param said null when it says nothing, as before
   */
  public boolean worse(IncidentView incident, @Nullable String said, @Nullable String before) {
    var policy = policies.newest(incident.policy(), incident.policyVersion());
    return policies.heard(policy, said).level() < policies.heard(policy, before).level();
  }

  /** Returns whether what an alert says of its severity is worse than an incident is. */
  public boolean worse(IncidentView incident, @Nullable String said) {
    var policy = policies.newest(incident.policy(), incident.policyVersion());
    return policies.heard(policy, said).level() < incident.severity();
  }

  /** Declares an incident with a provisional severity, from what the declarer says of it. */
  public IncidentView declare(Declaration what, Actor actor) {
    return declare(what, Pace.REAL, actor);
  }

  /** Declares one whose clocks go at a pace; in earnest there is but one. */
  IncidentView declare(Declaration what, Pace pace, Actor actor) {
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
    incident.security = what.security() || Kinds.SECURITY.equals(what.kind());
    incident.drill = what.drill();
    incident.pace = pace.response();
    incident.aftermathPace = pace.aftermath();
    incident.links.addAll(what.links());
    incident.detectedBy = what.detectedBy();
    incident.reporter = what.reporter();
    incident.firstResponder = what.firstResponder();
    incident.declaredAt = now;
    incident.startedAt = earliest("startedAt", what.startedAt(), now);
    incident.detectedAt = earliest("detectedAt", what.detectedAt(), now);
    var start = policies.start(what);
    var policy = start.policy();
    if (pace.faster()) {
      policy.requirePossible(pace);
    }
    var provisional = start.provisional();
    incident.follow(policy);
    incident.severity = provisional.level();
    incident.severityLabel = provisional.label();
    incident.severityRule = provisional.rule();
    incident.number = numbers.next(what.drill());
    repository.save(incident);
    rounds.declared(incident);
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
    access.declared(incident.number, actor);
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
    return changed(What.DECLARED, incident);
  }

  /**
   * A person took it. The first one counts, and the first one after a reopening; later calls change
   * nothing.
   */
  public IncidentView acknowledge(String number, String person, Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    rounds.answered(incident, person);
    if (incident.acknowledgedAt == null) {
      incident.acknowledgedAt = clock.instant();
      incident.investigationStartedAt =
          Incident.first(incident.investigationStartedAt, clock.instant());
      if (incident.firstResponder == null) {
        incident.firstResponder = person;
      }
      timeline.add(number, actor, "acknowledged", "Acknowledged by " + people.name(person));
    } else if (incident.reopenings > 0 && incident.takenAgainAt == null) {
      timeline.add(number, actor, "acknowledged", "Taken again by " + people.name(person));
    } else {
      return incident.view();
    }
    if (incident.reopenings > 0) {
      incident.takenAgainAt = clock.instant();
    }
    rounds.taken(incident);
    if (actor.person()) {
      access.took(incident.view(), person);
    }
    return changed(What.ACKNOWLEDGED, repository.save(incident));
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
    incident.security |= security || Kinds.SECURITY.equals(kind);
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
    if (incident.security == before) {
      return false;
    }
    restricted(incident, actor);
    return true;
  }

  /**
   * It has turned out to be a matter of security: from now on it is restricted. There is no way
   * back.
   *
   * @throws ConflictException when it is one already, or the incident is over
   */
  IncidentView restrict(String number, String reason, Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    if (incident.security) {
      throw new ConflictException(number + " is a security incident already");
    }
    incident.security = true;
    repository.save(incident);
    timeline.add(number, actor, "status", "Marked as a security incident: " + reason);
    return restricted(incident, actor);
  }

  private IncidentView restricted(Incident incident, Actor actor) {
    access.restricted(incident.view(), actor);
    return changed(What.SECURITY, incident);
  }

  /**
   * Says what kind of incident it is, before or after triage. Saying the same changes nothing.
   *
   * @return whether it has become a matter of security, which has a ladder of its own
   * @throws InvalidInputException naming the kinds that there are
   */
  boolean reclassify(String number, String kind, String reason, Actor actor) {
    kinds.require(kind);
    var incident = locked(number);
    incident.requireResponding();
    if (kind.equals(incident.kind)) {
      return false;
    }
    var before = incident.kind == null ? "" : " (was: " + kinds.title(incident.kind) + ")";
    var becomesSecurity = kind.equals(Kinds.SECURITY) && !incident.security;
    incident.kind = kind;
    incident.security |= becomesSecurity;
    repository.save(incident);
    timeline.add(number, actor, "status", "Kind: " + kinds.title(kind) + before + ". " + reason);
    if (becomesSecurity) {
      restricted(incident, actor);
    }
    changed(What.FACTS, incident);
    return becomesSecurity;
  }

  /** Gives a role to a person, or hands it over. Giving it to its holder changes nothing. */
  public IncidentView assignRole(String number, Role role, String person, Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    if (!incident.drill && Players.isOne(person)) {
      throw new InvalidInputException("person", "'" + person + "' plays in drills only");
    }
    var before = incident.holder(role);
    if (person.equals(before)) {
      return incident.view();
    }
    incident.assign(role, person);
    if (role == Role.COMMANDER) {
      // The engine passes over who is silent, so that a person has named them.
      rounds.answered(incident, person);
      incident.commanderSince = clock.instant();
    }
    incident.noteResponse(clock.instant());
    timeline.add(
        number,
        actor,
        "role",
        before == null
            ? people.name(person) + " is " + role.title()
            : "%s takes over as %s from %s"
                .formatted(people.name(person), role.title(), people.name(before)),
        role == Role.COMMANDER ? Fact.COMMANDER : null);
    return changed(What.ROLE, repository.save(incident));
  }

  /**
   * Takes the command from whoever does not answer: somebody else has to be found.
   *
   * @return who commanded; empty when nobody did
   */
  Optional<String> vacateCommand(String number) {
    var incident = locked(number);
    var commander = incident.commander;
    if (commander == null) {
      return Optional.empty();
    }
    incident.commander = null;
    incident.commanderSince = null;
    timeline.add(
        number,
        Actor.ENGINE,
        "role",
        "Nobody commands until somebody takes the command: " + commander + " did not answer");
    var now = changed(What.ROLE, repository.save(incident));
    access.name(now, commander, "Commanded it before", Actor.ENGINE);
    return Optional.of(commander);
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
    var from = incident.status();
    incident.move(to, clock.instant());
    rounds.moved(incident, from);
    if (!to.responding() && pauses.open(number).isPresent()) {
      pauses.close(incident, actor);
      timeline.add(number, Actor.ENGINE, "pause", "The pause is over: " + to.word());
    }
    repository.save(incident);
    timeline.add(
        number, actor, "status", STATUS + to.word() + (reason == null ? "" : ". " + reason));
    if (!to.responding()) {
      // The clock that sends ends now; what was handed in just before must not wait for it.
      updates
          .unsentAudiences(number)
          .forEach(audience -> events.publishEvent(new UpdateWritten(number, audience)));
    }
    return changed(What.STATUS, incident);
  }

  /** Opens a resolved incident again. */
  IncidentView reopen(String number, String reason, Actor actor) {
    return moveTo(number, Status.INVESTIGATING, REOPENED + reason, actor);
  }

  /**
   * Returns why an incident was reopened last.
   *
   * @param entries its timeline, oldest first
   */
  public static Optional<String> reopenedBecause(List<TimelineEntry> entries) {
    var start = STATUS + Status.INVESTIGATING.word() + ". " + REOPENED;
    return entries.stream()
        .map(TimelineEntry::text)
        .filter(text -> text.startsWith(start))
        .reduce((earlier, later) -> later)
        .map(text -> text.substring(start.length()));
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
    changed(What.FACTS, incident);
  }

  /** Takes a change shortly before for a suspect; whoever investigates has the last word. */
  public void suspectRecentChange(String number) {
    var incident = locked(number);
    if (incident.status().responding() && !incident.recentChange) {
      incident.recentChange = true;
      repository.save(incident);
    }
  }

  /**
   * Corrects root cause and five whys in the review.
   *
   * @param confirmed whether the cause is known for sure
   */
  public void correctCause(
      String number,
      @Nullable String rootCause,
      boolean confirmed,
      List<String> whys,
      @Nullable String resolution) {
    var incident = locked(number);
    incident.requireOpen();
    incident.rootCause = rootCause;
    incident.rootCauseConfirmed = confirmed;
    incident.whys = new ArrayList<>(whys);
    incident.resolution = resolution;
    repository.save(incident);
  }

  /**
   * Corrects what the report says of the cause, also after the incident was closed.
   *
   * @throws ConflictException while it is responded to, and when it was dismissed
   */
  public void correctReport(
      String number, @Nullable String rootCause, List<String> whys, @Nullable String resolution) {
    var incident = locked(number);
    if (incident.status() != Status.RESOLVED && incident.status() != Status.CLOSED) {
      throw new ConflictException(
          number + " is " + incident.status().word() + "; a report is corrected once it is over");
    }
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

  /** Notes what seems to have helped, for the report, until it is resolved; the last one counts. */
  public void helped(String number, String what) {
    var incident = locked(number);
    if (incident.status().responding()) {
      incident.resolution = what;
      repository.save(incident);
    }
  }

  /** Dismisses an incident that is none. */
  public IncidentView dismiss(String number, String reason, Actor actor) {
    locked(number).requireOpen();
    return dismissed(number, reason, "Dismissed: " + reason, actor);
  }

  /** Ends an incident to which nothing responds any more, from wherever it stands. */
  void abandon(String number, String reason, Actor actor) {
    if (locked(number).status() == Status.MONITORING) {
      moveTo(number, Status.RESOLVED, reason, actor);
    }
    var ended =
        get(number).status() == Status.RESOLVED
            ? moveTo(number, Status.CLOSED, reason, actor)
            : dismissed(number, reason, reason, actor);
    events.publishEvent(new IncidentAbandoned(ended, actor));
  }

  private IncidentView dismissed(String number, String because, String line, Actor actor) {
    var incident = locked(number);
    incident.dismissedBecause = because;
    repository.save(incident);
    return moveTo(number, Status.DISMISSED, line, actor);
  }

  /**
   * Dismisses an incident because another covers it. What it affects, the other one affects from
   * now on.
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
            .filter(other -> !actor.asks() || access.mayRead(actor.id(), other.view()))
            .orElseThrow(() -> new InvalidInputException("into", "there is no incident " + into));
    if (!target.status().responding()) {
      // Nobody would be called to what still fires there.
      throw new InvalidInputException(
          "into",
          into
              + " is "
              + target.status().word()
              + (target.status().over() ? "" : "; reopen it first"));
    }
    var incident = locked(number);
    incident.requireOpen();
    if (target.drill != incident.drill) {
      throw new InvalidInputException("into", "a drill and a real incident are kept apart");
    }
    if (incident.security && !target.security) {
      throw new InvalidInputException(
          "into", into + " is open to everybody; mark it as a security incident first");
    }
    incident.mergedInto = into;
    repository.save(incident);
    timeline.add(into, actor, "status", number + " was merged into this incident");
    var merged = moveTo(number, Status.DISMISSED, "Merged into " + into, actor);
    affects(into, merged.services(), actor);
    events.publishEvent(new IncidentMerged(merged, get(into)));
    return merged;
  }

  /** Adds a link; one that is there already changes nothing. */
  public void addLink(String number, String link, String what) {
    var incident = locked(number);
    if (!incident.links.contains(link)) {
      incident.links.add(link);
      repository.save(incident);
      timeline.add(number, Actor.ENGINE, "note", what + ": " + link);
      changed(What.LINK, incident);
    }
  }

  /**
   * More services are affected than was known. Those that are known already change nothing.
   *
   * @return whether one was new
   */
  boolean affects(String number, List<String> services, Actor actor) {
    // Most alerts of a storm say nothing new: what this transaction holds already tells.
    if (lock(number).services().containsAll(services)) {
      return false;
    }
    var incident = locked(number);
    var added =
        services.stream()
            .filter(service -> !incident.services.contains(service))
            .distinct()
            .limit(Math.max(0, MAX_SERVICES - incident.services.size()))
            .toList();
    if (added.isEmpty() || incident.status().over()) {
      return false;
    }
    incident.services.addAll(added);
    repository.save(incident);
    timeline.add(number, actor, "note", "Affected as well: " + String.join(", ", added));
    changed(What.SERVICES, incident);
    return true;
  }

  /** Adds a line that a person wrote. */
  public void note(String number, String text, Actor actor) {
    note(number, text, null, actor);
  }

  /**
   * The same for a note that programs look for.
   *
   * @param fact what it says, of {@link Fact}
   */
  public void note(String number, String text, @Nullable String fact, Actor actor) {
    locked(number);
    timeline.add(number, actor, "note", text, fact);
  }

  /**
   * Writes a status update; it is sent by the clock of its audience. Words for the public go out
   * when they are released.
   */
  public StatusUpdate writeUpdate(
      String number,
      String audience,
      String text,
      @Nullable Instant nextUpdateAt,
      PublicDetails details,
      Actor actor) {
    var incident = locked(number);
    incident.requireOpen();
    var update = updates.add(number, audience, text, actor.id(), nextUpdateAt);
    updates.settle(update);
    timeline.add(number, actor, "update", "Update (" + audience + "): " + text);
    if (audience.equals(StatusUpdates.PUBLIC)) {
      updates.sent(update.id());
      events.publishEvent(new PublicUpdateWritten(update, details));
    }
    changed(What.UPDATE, incident);
    return update;
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

  /** Returns when a target would be due that counts from an instant. */
  @Transactional(readOnly = true)
  Optional<Instant> dueFrom(IncidentView incident, String target, Instant from) {
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

  private static Instant earliest(String field, @Nullable Instant said, Instant now) {
    if (!PossibleTime.isYoung(said, now)) {
      throw new InvalidInputException(
          field, "is more than 10 years ago; correct it, or leave it out");
    }
    // A sender's clock or zone may be ahead; nothing is detected after it was declared.
    return said == null || said.isAfter(now) ? now : said;
  }

  private Incident locked(String number) {
    return repository.locked(number);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  private IncidentView changed(What what, Incident incident) {
    var now = incident.view();
    events.publishEvent(new IncidentChanged(what, now));
    return now;
  }
}
