package io.tocsin.incident;

import static java.util.stream.Collectors.toCollection;

import io.tocsin.engine.EngineAccess;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.engine.TeamGroups;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.people.Players;
import io.tocsin.people.Programs;
import io.tocsin.problem.NotFoundException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who may read an incident. Everybody who signs in, unless it is a matter of security: then whoever
 * holds a role in it, its first responder, whoever declared it, the groups of {@link #READING_ALL},
 * and the people who were named.
 */
@Service
@Transactional
public class Access {

  /** The groups that read every restricted incident. */
  public static final Set<String> READING_ALL =
      Set.of(TeamGroups.SECURITY, TeamGroups.LEGAL, TeamGroups.ADMIN);

  /** Stands as the reader of what everybody reads: nobody, who reads nothing restricted. */
  public static final String EVERYBODY = "";

  /**
   * The condition of {@link #mayRead} for a list of incidents, for those who do not {@link
   * #readsAll read all}; takes the parameter {@code reader}.
   */
  public static final String READABLE =
      "(not security or not starts_with(:reader, '"
          + Programs.PREFIX
          + "') and (:reader in (commander, technical_lead, communications_lead, scribe,"
          + " monitoring_lead, support_lead, first_responder)"
          + " or exists (select from incident_person named"
          + " where named.incident = number and named.person = :reader)))";

  /** The rotation of those who are on call for the command. */
  public static final String COMMANDERS = "commander";

  private static final String TOOK = "Took it";

  private final EngineAccess engine;
  private final People people;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final JdbcClient jdbc;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  Access(
      EngineAccess engine,
      People people,
      Timeline timeline,
      ResponseProcess process,
      JdbcClient jdbc,
      ApplicationEventPublisher events,
      Clock clock) {
    this.engine = engine;
    this.people = people;
    this.timeline = timeline;
    this.process = process;
    this.jdbc = jdbc;
    this.events = events;
    this.clock = clock;
  }

  /**
   * Returns whether a person may read an incident, and so command it. A restricted one does not
   * exist for programs, whatever they did in it before.
   */
  @Transactional(readOnly = true)
  public boolean mayRead(String person, IncidentView incident) {
    if (!incident.security()) {
      return true;
    }
    return !Programs.is(person)
        && (incident.roles().containsValue(person)
            || person.equals(incident.firstResponder())
            || named(incident).contains(person)
            // Players sign in nowhere; the script of a drill says what they do.
            || (incident.drill() && Players.isOne(person))
            || readsAll(person));
  }

  /**
   * Refuses whoever may not read an incident in the words of a number that does not exist.
   *
   * @throws NotFoundException when they may not
   */
  @Transactional(readOnly = true)
  public void requireReadable(String person, IncidentView incident) {
    if (!mayRead(person, incident)) {
      throw IncidentRepository.unknown(incident.number());
    }
  }

  /** Returns those of some incidents that somebody may not know of; what is no incident is not. */
  @Transactional(readOnly = true)
  public Set<String> unreadable(String person, Collection<String> numbers) {
    return numbers.isEmpty() || readsAll(person)
        ? Set.of()
        : Set.copyOf(
            // A role that nobody has is null, and so is what it is compared with.
            jdbc.sql(
                    "select number from incident where number in (:numbers) and "
                        + READABLE
                        + " is not true")
                .param("numbers", numbers)
                .param("reader", person)
                .query(String.class)
                .list());
  }

  /** Returns the people who were named, restricted or not: the ids of users. */
  @Transactional(readOnly = true)
  public Set<String> named(IncidentView incident) {
    return people(incident.number()).stream()
        .map(NamedPerson::person)
        .collect(toCollection(LinkedHashSet::new));
  }

  /** Returns the people who were named, in their order. */
  @Transactional(readOnly = true)
  public List<NamedPerson> people(String number) {
    return jdbc.sql(
            "select person, named_by, at, why from incident_person where incident = ?"
                + " order by at, person")
        .param(number)
        .query(
            (row, n) ->
                new NamedPerson(
                    row.getString("person"),
                    row.getString("named_by"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("why")))
        .list();
  }

  /**
   * Names a person who must be able to act on what they are told. Does nothing when they may read
   * it already, so that it can be called each time.
   *
   * @param person of the directory
   * @param why a sentence without a full stop
   */
  public void name(IncidentView incident, String person, String why, Actor by) {
    if (!mayRead(person, incident) && add(incident.number(), person, why, by)) {
      timeline.add(
          incident.number(),
          by,
          "access",
          "%s may read this incident. %s".formatted(people.name(person), why));
      process.readersChanged(incident.number());
      events.publishEvent(new PersonNamed(incident.number(), person));
    }
  }

  /** Notes who declared it, should it be or become restricted. */
  void declared(String number, Actor by) {
    if (by.person()) {
      add(number, by.id(), "Declared it", Actor.ENGINE);
    }
  }

  /** Notes who has taken it, should it be or become restricted. */
  void took(IncidentView incident, String person) {
    name(incident, person, TOOK, Actor.ENGINE);
    add(incident.number(), person, TOOK, Actor.ENGINE);
  }

  /**
   * It is restricted from now on: whoever found it out goes on with it.
   *
   * @param incident as it is now
   */
  void restricted(IncidentView incident, Actor by) {
    timeline.add(
        incident.number(),
        by,
        "access",
        "A matter of security: from now on only named people read this incident."
            + " What others have seen or were told before cannot be taken back");
    if (by.person()) {
      name(incident, by.id(), "Found out that it is a matter of security", Actor.ENGINE);
    }
    process.readersChanged(incident.number());
  }

  /**
   * Returns who does the work of groups in a restricted incident: those of them who may read it.
   * Where there is nobody, whoever is on call for the commander's work is named, and the security
   * team does all other, so that somebody always can.
   *
   * @param person who does it, in those groups or not
   */
  public Set<String> workers(
      IncidentView incident, Collection<String> groups, @Nullable String person) {
    var readers = readers(incident);
    var workers = members(groups);
    workers.retainAll(readers);
    if (person != null) {
      workers.add(person);
    }
    if (!workers.isEmpty()) {
      return workers;
    }
    var onCall =
        groups.contains(TeamGroups.COMMANDER) ? people.onCall(COMMANDERS).orElse(null) : null;
    if (onCall != null) {
      name(
          incident,
          onCall.id(),
          "On call for the command, and nobody else who may read it can take it",
          Actor.ENGINE);
      return Set.of(onCall.id());
    }
    var security = members(Set.of(TeamGroups.SECURITY));
    return security.isEmpty() ? readers : security;
  }

  /**
   * Returns whether a person may give the consent of a group in an incident: whoever is in it,
   * whoever holds its role there, and players in a drill, whose consent reaches nothing real.
   */
  @Transactional(readOnly = true)
  public boolean answersFor(IncidentView incident, String group, String person) {
    return people.inGroup(group).stream().anyMatch(member -> member.id().equals(person))
        // Whoever comes by single sign-on, or was made by hand, stands in no directory.
        || (!Players.isOne(person) && engine.isInAny(person, Set.of(group)))
        || incident.wears(group, person)
        || (incident.drill() && Players.isOne(person));
  }

  /** Returns the people of the directory who do more than administer and may read an incident. */
  private Set<String> readers(IncidentView incident) {
    var readers = members(Set.of(TeamGroups.SECURITY, TeamGroups.LEGAL));
    readers.addAll(incident.roles().values());
    if (incident.firstResponder() != null) {
      readers.add(incident.firstResponder());
    }
    readers.addAll(named(incident));
    readers.removeIf(person -> people.find(person).isEmpty());
    return readers;
  }

  /** Returns whether somebody reads every restricted incident. */
  @Transactional(readOnly = true)
  public boolean readsAll(String person) {
    return engine.isInAny(person, READING_ALL);
  }

  private Set<String> members(Collection<String> groups) {
    return groups.stream()
        .flatMap(group -> people.inGroup(group).stream())
        .map(Person::id)
        .collect(toCollection(LinkedHashSet::new));
  }

  private boolean add(String number, String person, String why, Actor by) {
    return jdbc.sql(
                "insert into incident_person (incident, person, named_by, at, why)"
                    + " values (?, ?, ?, ?, ?) on conflict do nothing")
            .params(number, person, by.id(), Timestamp.from(clock.instant()), why)
            .update()
        == 1;
  }
}
