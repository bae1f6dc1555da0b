package io.tocsin.alert;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.wall.DrillWall;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the incident that a new alert belongs to: same service, else same group, else a new one.
 */
@Component
class Correlation {

  private record Cause(Set<String> services, @Nullable String group, boolean security) {}

  /**
   * What the alerts of one transaction have found already. The locks are held until it ends, so
   * that what was found stays true: a storm in one payload looks once.
   */
  static final class Round {

    private final Map<Cause, String> incidents = new HashMap<>();
    private final Set<String> heard = new HashSet<>();
    private final boolean drilled;

    /**
     * @param drilled whether it was seen while a drill had what it is about in its hands ({@link
     *     #drilled})
     */
    Round(boolean drilled) {
      this.drilled = drilled;
    }
  }

  private final AlertStore store;
  private final Incidents incidents;
  private final IncidentCommands commands;
  private final ResponseProcess process;
  private final DrillWall wall;

  Correlation(
      AlertStore store,
      Incidents incidents,
      IncidentCommands commands,
      ResponseProcess process,
      DrillWall wall) {
    this.store = store;
    this.incidents = incidents;
    this.commands = commands;
    this.process = process;
    this.wall = wall;
  }

  /**
   * Returns the incident's number; it is locked, or declared just now. Empty for what was seen in a
   * drill that has ended meanwhile: it is mended, and nobody is called.
   */
  Optional<String> incidentFor(Alert alert, Round round) {
    var cause = new Cause(Set.copyOf(alert.services()), alert.groupKey(), security(alert));
    var known = round.incidents.get(cause);
    if (known != null) {
      return Optional.of(join(known, alert, round));
    }
    var found =
        Stream.<Supplier<Stream<String>>>of(
                () -> ofDrill(alert),
                () -> round.drilled ? Stream.empty() : ofServices(alert),
                () -> round.drilled ? Stream.empty() : ofGroup(alert))
            .flatMap(Supplier::get)
            .filter(number -> hears(number, cause.security()) || inDrill(number, alert))
            .findFirst()
            .map(number -> join(number, alert, round))
            .or(() -> round.drilled ? Optional.empty() : Optional.of(declare(alert)));
    if (!alert.services().isEmpty() || alert.groupKey() != null) {
      found.ifPresent(number -> round.incidents.put(cause, number));
    }
    return found;
  }

  /** Returns whether an alert is a matter of security by its own words. */
  static boolean security(Alert alert) {
    return alert.security() || "security-incident".equals(alert.kind());
  }

  private String join(String number, Alert alert, Round round) {
    var actor = Actor.alert(alert.source());
    if (round.heard.add(number)) {
      process.alertFires(number);
    }
    if (round.heard.add(number + "/" + Objects.toString(alert.severity(), ""))) {
      commands.alertJoined(number, alert.severity(), actor);
    }
    if (round.heard.add(number + "/" + alert.services())) {
      commands.affects(number, alert.services(), actor);
    }
    return number;
  }

  /** An alert of an incident has become worse or better. */
  void severityChanged(String number, Alert alert) {
    commands.alertJoined(number, alert.severity(), Actor.alert(alert.source()));
  }

  /**
   * What a drill has broken must not page anybody: our own monitor sees it, and it is the drill's.
   */
  private Stream<String> ofDrill(Alert alert) {
    return alert.source().equals(MonitorAlerts.SOURCE)
        ? drillsOn(alert.services()).stream()
        : Stream.empty();
  }

  private List<String> drillsOn(List<String> services) {
    return incidents.openOf(services.stream().filter(wall::simulated).toList(), true);
  }

  /** Returns whether a drill may have broken a service at this moment. */
  boolean drilled(String service) {
    return !drillsOn(List.of(service)).isEmpty();
  }

  private boolean inDrill(String number, Alert alert) {
    var incident = incidents.lock(number);
    return incident.drill()
        && alert.source().equals(MonitorAlerts.SOURCE)
        && alert.services().stream().allMatch(wall::simulated)
        && incident.services().containsAll(alert.services())
        && (incident.status().responding() || incident.status() == Status.RESOLVED);
  }

  private Stream<String> ofServices(Alert alert) {
    return incidents.openOf(alert.services(), false).stream();
  }

  private Stream<String> ofGroup(Alert alert) {
    return alert.groupKey() == null ? Stream.empty() : store.incidentsOfGroup(alert).stream();
  }

  /**
   * Returns whether somebody hears of an alert that joins the incident. One that is resolved must
   * still be watched: an alert on it asks for reopening.
   *
   * <p>A restricted incident takes only what is a matter of security itself, or the few who may
   * read it would be the only ones to hear that the shop is down; and what is a matter of security
   * joins no incident that everybody reads.
   */
  private boolean hears(String number, boolean security) {
    var incident = incidents.lock(number);
    return !incident.drill()
        && incident.security() == security
        && (incident.status().responding()
            || incident.status() == Status.RESOLVED && process.alertFiredAgain(number));
  }

  private String declare(Alert alert) {
    return commands.declare(alert.declaration(), Actor.alert(alert.source())).number();
  }

  /** Returns whether two alerts that begin to fire at once belong to one incident. */
  static boolean together(Alert one, Alert other) {
    var group = one.groupKey() != null && one.groupKey().equals(other.groupKey());
    return security(one) == security(other)
        && (group && one.source().equals(other.source())
            || !Collections.disjoint(one.services(), other.services()));
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
        .filter(incident -> incident.security() == security(alert))
        .filter(incident -> incident.status().responding() || incident.status() == Status.RESOLVED)
        .toList();
  }
}
