package io.tocsin.alert;

import io.tocsin.incident.Incidents;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows the alerts of an incident to the signed-in. */
@RestController
class IncidentAlertsController {

  private final Incidents incidents;
  private final AlertStore store;

  IncidentAlertsController(Incidents incidents, AlertStore store) {
    this.incidents = incidents;
    this.store = store;
  }

  @GetMapping("/api/v1/incidents/{number}/alerts")
  List<AlertView> of(@PathVariable String number) {
    return store.of(incidents.get(number).number());
  }
}
