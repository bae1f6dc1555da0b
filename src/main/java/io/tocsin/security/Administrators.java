package io.tocsin.security;

import io.tocsin.engine.TeamGroups;
import org.springframework.security.core.context.SecurityContextHolder;

/** Who may make tokens, read the audit log, and see and write any variable of a process. */
public final class Administrators {

  /** For {@code @PreAuthorize}. */
  public static final String ONLY = "hasAuthority('camunda-admin')";

  private Administrators() {}

  /** Returns whether one of them asks. */
  static boolean ask() {
    var user = SecurityContextHolder.getContext().getAuthentication();
    return user != null
        && user.getAuthorities().stream()
            .anyMatch(group -> TeamGroups.ADMIN.equals(group.getAuthority()));
  }
}
