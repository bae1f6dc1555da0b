package io.tocsin.console;

import io.tocsin.actionitem.Improvers;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Responders;
import io.tocsin.training.Trainers;
import java.util.Set;

/**
 * Who looks at a page, and what they may do there.
 *
 * @param id user id; empty when nobody is signed in
 * @param groups ids of the engine's groups
 */
record Viewer(String id, String name, Set<String> groups) {

  static final Viewer NOBODY = new Viewer("", "", Set.of());

  private static final Set<String> OPERATING = Set.of("process-owner", "camunda-admin");

  /** Returns whether somebody is signed in. */
  public boolean signedIn() {
    return !id.isEmpty();
  }

  /** Returns whether they may act on incidents; everybody else reads. */
  public boolean responds() {
    return groups.stream().anyMatch(Responders.GROUPS::contains);
  }

  /** Returns whether they may add, change and settle action items. */
  public boolean improves() {
    return groups.stream().anyMatch(Improvers.GROUPS::contains);
  }

  /** Returns whether they lead drills. */
  public boolean leadsDrills() {
    return groups.contains("drill-lead") || groups.contains("camunda-admin");
  }

  /** Returns whether they start and end trainings. */
  public boolean trains() {
    return groups.stream().anyMatch(Trainers.GROUPS::contains);
  }

  /** Returns whether the engine's own pages are for them. */
  public boolean operates() {
    return groups.stream().anyMatch(OPERATING::contains);
  }

  /** Returns whether tokens and the audit log are for them. */
  public boolean administers() {
    return groups.contains("camunda-admin");
  }

  /** Returns them as the author of a command. */
  Actor actor() {
    return Actor.console(id);
  }
}
