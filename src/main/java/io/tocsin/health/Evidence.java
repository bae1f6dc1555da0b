package io.tocsin.health;

import io.tocsin.catalog.Catalog;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Timeline;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The first look at the services of an incident, for whoever triages it. */
@Service
class Evidence {

  private final Incidents incidents;
  private final Catalog catalog;
  private final HealthProbes probes;
  private final Timeline timeline;
  private final ResponseProcess process;

  Evidence(
      Incidents incidents,
      Catalog catalog,
      HealthProbes probes,
      Timeline timeline,
      ResponseProcess process) {
    this.incidents = incidents;
    this.catalog = catalog;
    this.probes = probes;
    this.timeline = timeline;
    this.process = process;
  }

  /** Probes the services of an incident and all that they need, and notes what was seen. */
  @Transactional
  public void collect(String number) {
    var report = new HealthReport(probes.probe(withNeeds(incidents.get(number).services())));
    // Tasks are brought up to date by one transaction at a time, but nobody waits for a probe.
    incidents.lock(number);
    timeline.add(number, Actor.ENGINE, "health", "First evidence. " + report.paragraph());
    process.factsChanged(number);
  }

  /** A cause often lies further down; services may need each other. */
  private Set<String> withNeeds(List<String> services) {
    var seen = new LinkedHashSet<>(services);
    var open = new ArrayDeque<>(services);
    while (!open.isEmpty()) {
      catalog.find(open.remove()).map(Catalog.Service::dependsOn).orElse(List.of()).stream()
          .filter(seen::add)
          .forEach(open::add);
    }
    return seen;
  }
}
