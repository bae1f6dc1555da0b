package io.tocsin.playbook;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.IncidentChanged;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Has the models look again when more is known of an incident. They do so in jobs of their own:
 * what fails there must not keep anybody from saying what they know.
 */
@Component
class NewFacts {

  private final ResponseProcess process;
  private final Preserved preserved;

  NewFacts(ResponseProcess process, Preserved preserved) {
    this.process = process;
    this.preserved = preserved;
  }

  @EventListener
  void on(IncidentChanged change) {
    if (!change.now().status().responding()) {
      return;
    }
    switch (change.what()) {
      case FACTS -> process.playbookFactsChanged(change.number());
      case SECURITY -> {
        process.playbookFactsChanged(change.number());
        // Until its evidence is preserved most actions are forbidden from now on.
        process.mitigationsChanged(change.number());
      }
      case SERVICES -> preserved.wantMore(change.now());
      default -> {}
    }
  }
}
