package io.tocsin.people;

import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;

/**
 * Who plans: changes who is called.
 *
 * @param id user id
 * @param anybody whether they may plan for everybody; others only give away what is theirs
 */
record Planner(String id, boolean anybody) {

  private static final Set<String> GROUPS =
      Set.of("management", "incident-commander", "camunda-admin");

  /** Returns somebody who is signed in as a planner. */
  static Planner of(Authentication user) {
    var groups =
        user.getAuthorities().stream()
            .map(GrantedAuthority::getAuthority)
            .collect(Collectors.toSet());
    return new Planner(user.getName(), groups.stream().anyMatch(GROUPS::contains));
  }
}
