package io.tocsin.playbook;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.EngineAccess;
import io.tocsin.engine.PlaybookModels.Model;
import io.tocsin.engine.TeamGroups;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Service;

/** What a person can do about playbooks from outside the Tasklist, each in one transaction. */
@Service
public class PlaybookCommands {

  private static final List<String> CHOOSING =
      List.of(Role.TECHNICAL_LEAD.group(), TeamGroups.COMMANDER, TeamGroups.ADMIN);

  private final Playbooks playbooks;
  private final Incidents incidents;
  private final Access access;
  private final EngineAccess engine;
  private final Atomic atomic;

  PlaybookCommands(
      Playbooks playbooks, Incidents incidents, Access access, EngineAccess engine, Atomic atomic) {
    this.playbooks = playbooks;
    this.incidents = incidents;
    this.access = access;
    this.engine = engine;
    this.atomic = atomic;
  }

  /** Returns every playbook that can be followed, in the order of their titles. */
  public List<Model> all() {
    return playbooks.all();
  }

  /**
   * Returns whether a person chooses the playbook: whoever holds or may hold the role of the
   * technical lead or of the commander.
   */
  public boolean mayChoose(String person, IncidentView incident) {
    return access.mayRead(person, incident)
        && (person.equals(incident.holder(Role.TECHNICAL_LEAD))
            || person.equals(incident.holder(Role.COMMANDER))
            || engine.isInAny(person, CHOOSING));
  }

  /**
   * Follows a playbook, another one, or none; following the same one changes nothing.
   *
   * @param playbook id of a deployed one; null leaves the one that is followed
   * @param reason for the timeline; null when there is none to give
   * @throws AccessDeniedException when it is not theirs to choose
   * @throws io.tocsin.problem.InvalidInputException naming the playbooks that there are
   * @throws io.tocsin.problem.ConflictException when the incident is no longer responded to
   */
  public void choose(
      String number, @Nullable String playbook, @Nullable String reason, Actor actor) {
    atomic.run(
        () -> {
          var incident = incidents.get(number);
          access.requireReadable(actor.id(), incident);
          if (!mayChoose(actor.id(), incident)) {
            throw new AccessDeniedException(
                "The technical lead and the commander choose the playbook; ask one of them");
          }
          playbooks.follow(number, playbook, reason, actor);
        });
  }
}
