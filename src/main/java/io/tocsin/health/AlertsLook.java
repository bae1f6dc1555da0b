package io.tocsin.health;

import io.tocsin.alert.OpenAlerts;
import io.tocsin.catalog.Catalog.Service;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Looks at the alerts that fire. */
@Component
class AlertsLook implements Look {

  private static final int SHOWN = 5;

  private final OpenAlerts alerts;

  AlertsLook(OpenAlerts alerts) {
    this.alerts = alerts;
  }

  @Override
  public Set<Aspect> aspects() {
    return Set.of(Aspect.ALERTS);
  }

  @Override
  public boolean offers(Service service, Aspect aspect) {
    return true;
  }

  @Override
  public List<Finding> at(Service service, Aspect aspect) {
    var open = alerts.of(service.id());
    return List.of(
        open.isEmpty()
            ? new Finding(service.id(), aspect, Finding.State.FINE, "none fires")
            : new Finding(
                service.id(),
                aspect,
                Finding.State.SUSPECT,
                open.size()
                    + " firing:\n"
                    + String.join("\n", open.subList(0, Math.min(SHOWN, open.size())))));
  }
}
