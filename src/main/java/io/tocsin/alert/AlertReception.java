package io.tocsin.alert;

import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentCommands;
import io.tocsin.incident.Incidents;
import io.tocsin.problem.Unavailable;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Service;
import org.springframework.web.ErrorResponseException;

/** Takes what sources send, by whatever door. What is answered is committed. */
@Service
class AlertReception {

  private static final String RETRY_AFTER_SECONDS = "10";

  private final AlertMapping mapping;
  private final AlertNotes notes;
  private final AlertIntake intake;
  private final AlertStore store;
  private final Incidents incidents;
  private final IncidentCommands commands;
  private final Atomic atomic;

  AlertReception(
      AlertMapping mapping,
      AlertNotes notes,
      AlertIntake intake,
      AlertStore store,
      Incidents incidents,
      IncidentCommands commands,
      Atomic atomic) {
    this.mapping = mapping;
    this.notes = notes;
    this.intake = intake;
    this.store = store;
    this.incidents = incidents;
    this.commands = commands;
    this.atomic = atomic;
  }

  /**
   * Takes the alerts of one payload: all or none.
   *
   * @throws ErrorResponseException 503 when it passes by itself: senders repeat that, and give up
   *     on anything below 500
   */
  AlertIntake.Receipt receive(String source, List<Alert> alerts) {
    var mapped = alerts.stream().map(mapping::read).toList();
    var opening =
        mapped.stream().filter(one -> one.note() == null).map(AlertMapping.Mapped::alert).toList();
    try {
      // Without a note beside it, the intake itself knows what needs a transaction.
      return opening.size() == mapped.size()
          ? intake.receive(source, opening)
          : atomic.call(
              () -> {
                var receipt = intake.receive(source, opening);
                mapped.stream().filter(one -> one.note() != null).forEach(notes::add);
                return new AlertIntake.Receipt(alerts.size(), receipt.incidents());
              });
    } catch (RuntimeException e) {
      throw Unavailable.isCauseOf(e) ? later(e) : e;
    }
  }

  /** Somebody took an alert over there: its incident is taken here, if nobody has yet. */
  void acknowledge(Alert alert) {
    try {
      atomic.run(
          () -> {
            var number = store.live(alert).map(row -> row.incident()).orElse(null);
            if (number == null) {
              return;
            }
            var incident = incidents.lock(number);
            if (incident.status().responding() && incident.takenAt() == null) {
              commands.acknowledge(number, Actor.alert(alert.source()));
            }
          });
    } catch (RuntimeException e) {
      throw Unavailable.isCauseOf(e) ? later(e) : e;
    }
  }

  private static ErrorResponseException later(RuntimeException cause) {
    var problem =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The alerts could not be stored just now; send them again, a repeat does no harm");
    var refusal = new ErrorResponseException(HttpStatus.SERVICE_UNAVAILABLE, problem, cause);
    refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    return refusal;
  }
}
