package io.tocsin.notification;

import io.tocsin.incident.Incidents;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What was told to whom, and what became of it. */
@RestController
class DeliveryController {

  private final Incidents incidents;
  private final Deliveries deliveries;

  DeliveryController(Incidents incidents, Deliveries deliveries) {
    this.incidents = incidents;
    this.deliveries = deliveries;
  }

  @GetMapping("/api/v1/incidents/{number}/deliveries")
  List<Delivery> of(@PathVariable String number) {
    incidents.get(number);
    return deliveries.of(number);
  }
}
