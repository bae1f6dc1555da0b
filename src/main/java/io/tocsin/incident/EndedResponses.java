package io.tocsin.incident;

import io.tocsin.engine.ResponseEnded;
import io.tocsin.problem.ConflictException;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * An incident ends with its process. One that stayed open without would wait for nothing for ever,
 * and alerts that join it would reach nobody.
 */
@Component
class EndedResponses {

  private final Incidents incidents;

  EndedResponses(Incidents incidents) {
    this.incidents = incidents;
  }

  /**
   * Ends the incident of a process that an operator has ended.
   *
   * @throws ConflictException when the model has come to its end and the incident is open: the
   *     model is wrong, and its step fails visibly
   */
  @EventListener
  void ended(ResponseEnded end) {
    var incident = incidents.find(end.number()).orElse(null);
    if (incident == null || incident.status().over()) {
      return;
    }
    if (!end.cut()) {
      throw new ConflictException(
          "The model of %s comes to its end while the incident is %s; let it close, dismiss or merge the incident before"
              .formatted(end.number(), incident.status().word()));
    }
    var by = end.by() == null ? Actor.ENGINE : new Actor(end.by(), Actor.ENGINE.source());
    incidents.abandon(
        end.number(),
        "Its process was ended in the engine by "
            + Objects.requireNonNullElse(end.by(), "an operator"),
        by);
  }
}
