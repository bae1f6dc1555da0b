package io.tocsin.policy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Says after a start what is odd about the deployed policies; nobody has to wait for it. */
@Component
class PolicyWarnings {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyWarnings.class);

  private final Policies policies;

  PolicyWarnings(Policies policies) {
    this.policies = policies;
  }

  @EventListener
  void started(AvailabilityChangeEvent<ReadinessState> event) {
    if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
      warn();
    }
  }

  private void warn() {
    for (var id : policies.ids()) {
      try {
        PolicyCheck.log(id, policies.warnings(policies.get(id)));
      } catch (RuntimeException e) {
        // Deployed before there was a check. Incidents that are meant to follow it say so.
        LOG.error("The policy {} cannot be read; deploy it again", id, e);
      }
    }
  }
}
