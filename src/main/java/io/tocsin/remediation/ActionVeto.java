package io.tocsin.remediation;

import io.tocsin.incident.IncidentView;
import java.util.Optional;

/** A rule that forbids an action in an incident for now. Asked before anything is run. */
public interface ActionVeto {

  /**
   * Returns why the action must not be run now, in a sentence for people; empty if it may.
   *
   * @param action the id in the catalog, such as {@code rollback}
   */
  Optional<String> against(IncidentView incident, String service, String action);
}
