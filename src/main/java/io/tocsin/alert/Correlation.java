package io.tocsin.alert;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentFilter;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Finds the incident that a new alert belongs to: same service, else same group, else a new one.
 */
@Component
class Correlation {

  private static final List<Status> OPEN =
      Arrays.stream(Status.values()).filter(status -> !status.over()).toList();
  private static final int MOST = 200;

  private final AlertStore store;
  private final Incidents incidents;
  private final IncidentCommands commands;
  private final ResponseProcess process;

  Correlation(
      AlertStore store, Incidents incidents, IncidentCommands commands, ResponseProcess process) {
    this.store = store;
    this.incidents = incidents;
    this.commands = commands;
    this.process = process;
  }

  /** Returns the incident's number; it is locked, or declared just now. */
  String incidentFor(Alert alert) {
    return Stream.concat(ofServices(alert), ofGroup(alert))
        .filter(this::hears)
        .findFirst()
        .map(number -> join(number, alert))
        .orElseGet(() -> declare(alert));
  }

  private String join(String number, Alert alert) {
    commands.alertJoined(number, alert.severity(), Actor.alert(alert.source()));
    return number;
  }

  /** What is being responded to comes before what is only watched, then the newest. */
  private Stream<String> ofServices(Alert alert) {
    return alert.services().stream()
        .flatMap(
            service ->
                incidents
                    .list(new IncidentFilter(OPEN, null, service, false, 0, MOST, null))
                    .stream())
        .distinct()
        .sorted(
            Comparator.comparing((IncidentView incident) -> !incident.status().responding())
                .thenComparing(IncidentView::declaredAt, Comparator.reverseOrder()))
        .map(IncidentView::number);
  }

  private Stream<String> ofGroup(Alert alert) {
    return alert.groupKey() == null ? Stream.empty() : store.incidentsOfGroup(alert).stream();
  }

  /**
   * Returns whether somebody hears of an alert that joins the incident. One that is resolved must
   * still be watched: an alert on it asks for reopening.
   */
  private boolean hears(String number) {
    var incident = incidents.lock(number);
    return !incident.drill()
        && (incident.status().responding()
            || incident.status() == Status.RESOLVED && process.alertFiredAgain(number));
  }

  private String declare(Alert alert) {
    return commands.declare(alert.declaration(), Actor.alert(alert.source())).number();
  }

  /**
   * Returns the incidents that may take a new alert, in the order in which they are asked; nothing
   * is locked or changed.
   */
  List<IncidentView> preview(Alert alert) {
    return Stream.concat(ofServices(alert), ofGroup(alert))
        .distinct()
        .flatMap(number -> incidents.find(number).stream())
        .filter(incident -> !incident.drill())
        .filter(incident -> incident.status().responding() || incident.status() == Status.RESOLVED)
        .toList();
  }
}
