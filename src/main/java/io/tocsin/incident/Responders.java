package io.tocsin.incident;

import io.tocsin.engine.TeamGroups;
import java.util.Set;

/** Who may command an incident. */
public final class Responders {

  /** For {@code @PreAuthorize}: the groups of people who respond. */
  public static final String ONLY =
      "hasAnyAuthority('responder','incident-commander','technical-lead','communications-lead',"
          + "'scribe','monitoring-lead','support-lead','camunda-admin')";

  /** The same groups, for pages that show what somebody may do. */
  public static final Set<String> GROUPS = TeamGroups.RESPONDING;

  private Responders() {}
}
