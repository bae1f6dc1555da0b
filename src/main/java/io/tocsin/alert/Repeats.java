package io.tocsin.alert;

import io.tocsin.alert.AlertStore.Row;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells what is no mere repeat of a signal that fires already. */
@Component
class Repeats {

  private final Incidents incidents;
  private final AlertProperties properties;
  private final Clock clock;

  Repeats(Incidents incidents, AlertProperties properties, Clock clock) {
    this.incidents = incidents;
    this.properties = properties;
    this.clock = clock;
  }

  /** Returns since when a signal must have been seen, so that it has not been silent for long. */
  Instant remembered() {
    return clock.instant().minus(properties.forgetMutedAfter());
  }

  /**
   * Returns whether what muted a signal is forgotten: nobody is responding to it, and it has been
   * silent for long.
   *
   * @param incident null while it belongs to none
   */
  boolean forgotten(Row row, @Nullable IncidentView incident) {
    return (incident == null || incident.status().over()) && row.lastSeen().isBefore(remembered());
  }

  /**
   * Returns whether a signal of which no resolution has come began to fire after its incident was
   * resolved. A source that does not say since when has been silent in between.
   */
  boolean anew(Alert alert, Row row, IncidentView incident) {
    if (incident.status() != Status.RESOLVED) {
      return false;
    }
    var resolvedAt = incident.resolvedAt();
    var startedAt = alert.startedAt();
    return startedAt == null || !alert.steady()
        ? row.lastSeen().isBefore(remembered())
        : resolvedAt != null
            && startedAt.isAfter(resolvedAt)
            && (row.startedAt() == null || startedAt.isAfter(row.startedAt()));
  }

  /** Returns whether a signal has become worse after its incident was resolved. */
  boolean worse(Alert alert, Row row, IncidentView incident) {
    return incident.status() == Status.RESOLVED
        && row.differs(alert)
        && incidents.worse(incident, alert.severity(), row.severity());
  }
}
