package io.tocsin.routine;

import io.tocsin.engine.TeamGroups;
import java.util.Collection;
import java.util.Set;

/** Who begins and settles routines that are not their own. */
public final class Organisers {

  /** For {@code @PreAuthorize}. */
  public static final String ONLY =
      "hasAnyAuthority('process-owner','management','drill-lead','camunda-admin')";

  /** The same groups. */
  public static final Set<String> GROUPS =
      Set.of(TeamGroups.PROCESS_OWNER, "management", TeamGroups.DRILL_LEAD, TeamGroups.ADMIN);

  private Organisers() {}

  /** Returns whether somebody of these groups may say what became of a round. */
  public static boolean mayAnswer(Round round, Collection<String> groups) {
    return groups.contains(round.group()) || groups.stream().anyMatch(GROUPS::contains);
  }
}
