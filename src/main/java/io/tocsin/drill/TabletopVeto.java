package io.tocsin.drill;

import io.tocsin.incident.IncidentView;
import io.tocsin.remediation.ActionVeto;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** At a tabletop people say what they would run; nothing is run. */
@Component
class TabletopVeto implements ActionVeto {

  private final DrillStore store;

  TabletopVeto(DrillStore store) {
    this.store = store;
  }

  @Override
  public Optional<String> against(IncidentView incident, String service, String action) {
    return incident.drill() && store.find(incident.number()).filter(Drill::tabletop).isPresent()
        ? Optional.of(
            "This is a tabletop: nothing is run. Say that it is done by hand, and what you would do")
        : Optional.empty();
  }
}
