package io.tocsin.alert;

import io.tocsin.alert.AlertStore.Row;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
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
   * Returns whether what fires on counts as new, though its row is live: nobody is responding to
   * it, and it has been silent for long, or its incident was dismissed before it began anew or
   * became worse.
   *
   * @param incident null while it belongs to none
   */
  boolean countsAsNew(Alert alert, Row row, @Nullable IncidentView incident) {
    return incident == null
        ? silent(alert, row)
        : incident.status().over()
            && (silent(alert, row)
                || anew(alert, row, incident) && !tellsResolutions(alert)
                || worse(alert, row, incident));
  }

  /**
   * Our own sources tell each one, however long they are silent before: a nightly heartbeat repeats
   * once a night only. That a monitor passes once in between is none.
   */
  private static boolean tellsResolutions(Alert alert) {
    return alert.source().equals(MonitorAlerts.SOURCE) || alert.source().equals(Heartbeats.SOURCE);
  }

  private boolean silent(Alert alert, Row row) {
    return !tellsResolutions(alert) && row.lastSeen().isBefore(remembered());
  }

  /**
   * Returns whether a signal of which no resolution has come began to fire after its incident was
   * resolved or dismissed. A source that does not say since when has been silent in between.
   */
  boolean anew(Alert alert, Row row, IncidentView incident) {
    if (incident.status().responding()) {
      return false;
    }
    var settledAt = incident.status().over() ? incident.closedAt() : incident.resolvedAt();
    var startedAt = alert.startedAt();
    return startedAt == null || !alert.steady()
        ? silent(alert, row)
        : settledAt != null
            && startedAt.isAfter(settledAt)
            && (row.startedAt() == null || startedAt.isAfter(row.startedAt()));
  }

  /**
   * Returns whether a signal has become worse after its incident was resolved; or, after it was
   * dismissed, worse than the incident was.
   */
  boolean worse(Alert alert, Row row, IncidentView incident) {
    return !incident.status().responding()
        && row.differs(alert)
        && incidents.worse(incident, alert.severity(), row.severity())
        && (!incident.status().over() || incidents.worse(incident, alert.severity()));
  }
}
