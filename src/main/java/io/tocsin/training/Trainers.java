package io.tocsin.training;

import io.tocsin.engine.TeamGroups;
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
}
