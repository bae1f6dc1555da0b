package io.tocsin.incident;

import io.tocsin.engine.TeamGroups;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.people.Players;
import io.tocsin.problem.InvalidInputException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who may command an incident. */
public final class Responders {

  /** For {@code @PreAuthorize}: the groups of people who respond. */
  public static final String ONLY =
      "hasAnyAuthority('responder','incident-commander','technical-lead','communications-lead',"
          + "'scribe','monitoring-lead','support-lead','camunda-admin')";

  /** The same groups, for pages that show what somebody may do. */
  public static final Set<String> GROUPS = TeamGroups.RESPONDING;

  private Responders() {}

  /** Returns the people of the directory who may be given a role. */
  public static List<Person> among(People people) {
    return people.all().stream().filter(Responders::mayRespond).toList();
  }

  /** Whoever is given a role must be able to do what it asks for: each command is refused else. */
  static boolean mayRespond(Person person) {
    return !Collections.disjoint(person.groups(), GROUPS) || Players.isOne(person.id());
  }

  /**
   * Refuses to give a role to somebody who is not in the directory, or could do nothing with it.
   *
   * @throws InvalidInputException naming the field, and the groups of which one is missing
   */
  static void require(People people, String field, String id) {
    IncidentCommands.requirePerson(people, field, id);
    if (!people.find(id).map(Responders::mayRespond).orElse(false)) {
      throw new InvalidInputException(
          field,
          "'%s' could do nothing with a role; name somebody who is in one of the groups %s"
              .formatted(id, String.join(", ", new TreeSet<>(GROUPS))));
    }
  }
}
