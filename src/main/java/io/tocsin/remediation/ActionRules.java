package io.tocsin.remediation;

import io.tocsin.catalog.Catalog.Action;
import io.tocsin.incident.IncidentView;
import io.tocsin.wall.DrillWall;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What must not be run in an incident: the one place that is asked, when offering and running. */
@Component
class ActionRules {

  private final DrillWall wall;
  private final ObjectProvider<ActionVeto> vetoes;

  ActionRules(DrillWall wall, ObjectProvider<ActionVeto> vetoes) {
    this.wall = wall;
    this.vetoes = vetoes;
  }

  /** Returns why the action must not be run now; empty if it may. */
  Optional<String> against(IncidentView incident, String service, String id, Action action) {
    return wall.permits(incident, action)
        ? vetoes
            .orderedStream()
            .flatMap(veto -> veto.against(incident, service, id).stream())
            .findFirst()
        : Optional.of("This is a drill, and the action is not one of a simulated service");
  }
}
