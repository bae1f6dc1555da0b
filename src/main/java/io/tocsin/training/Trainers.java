package io.tocsin.training;

import io.tocsin.engine.TeamGroups;
import java.util.Collection;
import java.util.Set;

/** Who starts and ends trainings. Who signs one off stands in its decision. */
public final class Trainers {

  /** For {@code @PreAuthorize}. */
  public static final String ONLY =
      "hasAnyAuthority('management','incident-commander','camunda-admin')";

  /** The same groups, for pages that show what somebody may do. */
  public static final Set<String> GROUPS =
      Set.of(TeamGroups.MANAGEMENT, TeamGroups.COMMANDER, TeamGroups.ADMIN);

  private Trainers() {}

  /** What somebody wrote and answered is theirs, and for those who train them or sign it off. */
  public static boolean mayRead(Training training, String person, Collection<String> groups) {
    return training.person().equals(person)
        || groups.stream().anyMatch(GROUPS::contains)
        || training.requirements().signedBy().stream().anyMatch(groups::contains);
  }
}
