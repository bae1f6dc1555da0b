package io.tocsin.policy;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Says at start what is odd about the deployed policies. */
@Component
class PolicyWarnings implements ApplicationRunner {

  private static final Logger LOG = LoggerFactory.getLogger(PolicyWarnings.class);

  private final Policies policies;

  PolicyWarnings(Policies policies) {
    this.policies = policies;
  }

  @Override
  public void run(ApplicationArguments arguments) {
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
