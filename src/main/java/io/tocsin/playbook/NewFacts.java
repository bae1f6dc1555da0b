package io.tocsin.playbook;

import io.tocsin.incident.IncidentChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Looks whether another playbook fits when more is known of an incident. */
@Component
class NewFacts {

  private final Playbooks playbooks;

  NewFacts(Playbooks playbooks) {
    this.playbooks = playbooks;
  }

  @EventListener
  void on(IncidentChanged change) {
    switch (change.what()) {
      case FACTS, SECURITY -> {
        if (change.now().status().responding()) {
          playbooks.reconsider(change.number());
        }
      }
      default -> {}
    }
  }
}
