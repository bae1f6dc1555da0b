package io.tocsin.notification;

import io.tocsin.incident.Escalation;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Calls those whom a step of the ladder names, once a step. */
@Service
@Transactional
class EscalationCalls {

  private final Escalation escalation;
  private final Notifications notifications;

  EscalationCalls(Escalation escalation, Notifications notifications) {
    this.escalation = escalation;
    this.notifications = notifications;
  }

  void take(String incident, String step) {
    escalation
        .take(incident, step)
        .ifPresent(
            taken ->
                notifications.tell(
                    incident,
                    "escalation",
                    taken.step(),
                    taken.recipients(),
                    taken.channels(),
                    Map.of("step", taken.title())));
  }
}
