package io.tocsin.notification;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentAbandoned;
import io.tocsin.incident.Status;
import io.tocsin.people.People;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells what the model of an incident would have told at its end, had nobody ended it before. */
@Component
class Abandonments {

  /** The round of a dismissal in the model: nobody hears of one twice. */
  private static final String ONCE = "1";

  private final Notifications notifications;
  private final People people;

  Abandonments(Notifications notifications, People people) {
    this.notifications = notifications;
    this.people = people;
  }

  @EventListener
  void on(IncidentAbandoned abandoned) {
    var incident = abandoned.now();
    notifications.tell(
        incident.number(),
        incident.status() == Status.DISMISSED ? "dismissed" : "closed",
        ONCE,
        Map.of("endedBy", name(abandoned.by())));
  }

  private String name(Actor by) {
    return by.equals(Actor.ENGINE) ? "An operator" : people.name(by.id());
  }
}
