package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Incidents to write about. */
final class Samples {

  static final String NUMBER = "INC-2026-02-10-001";

  private static final Instant DECLARED = Instant.parse("2026-02-10T14:30:00Z");

  private Samples() {}

  /** Just declared: nothing is known. */
  static IncidentView minimal() {
    return incident("Checkout is down", List.of(), Map.of(), false);
  }

  static IncidentView with(List<String> services) {
    return incident("Checkout is down", services, Map.of(), false);
  }

  static IncidentView with(Map<String, String> roles) {
    return incident("Checkout is down", List.of(), roles, false);
  }

  static IncidentView titled(String title) {
    return incident(title, List.of(), Map.of(), false);
  }

  static IncidentView drill() {
    return incident("Checkout is down", List.of(), Map.of(), true);
  }

  /** Resolved: everything is known. */
  static IncidentView full() {
    return new IncidentView(
        NUMBER,
        "Checkout is down",
        "Half of the calls fail",
        "parsify",
        1,
        "Severity 1",
        true,
        DECLARED.plusSeconds(600),
        Status.RESOLVED,
        "service-outage",
        false,
        false,
        List.of("shop-web", "shop-api"),
        List.of("https://call.example.org/1"),
        "externalMonitoring",
        "Prometheus",
        "oncall1",
        DECLARED.minusSeconds(300),
        DECLARED.minusSeconds(60),
        DECLARED,
        DECLARED.plusSeconds(60),
        DECLARED.plusSeconds(120),
        DECLARED.plusSeconds(120),
        DECLARED.plusSeconds(130),
        DECLARED.plusSeconds(140),
        DECLARED.plusSeconds(900),
        DECLARED.plusSeconds(1800),
        DECLARED.plusSeconds(1900),
        DECLARED.plusSeconds(4800),
        null,
        DECLARED.plusSeconds(7200),
        Map.of("commander", "commander", "technicalLead", "techlead"),
        "Nobody can pay",
        "No sales",
        "A bad release",
        true,
        List.of("Because it was not tested"),
        true,
        "Pay by invoice",
        "Rolled back",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        0,
        null);
  }

  private static IncidentView incident(
      String title, List<String> services, Map<String, String> roles, boolean drill) {
    return new IncidentView(
        NUMBER,
        title,
        null,
        "parsify",
        2,
        "Severity 2",
        false,
        null,
        Status.INVESTIGATING,
        null,
        false,
        drill,
        services,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        DECLARED,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        roles,
        null,
        null,
        null,
        false,
        List.of(),
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        0,
        null);
  }
}
