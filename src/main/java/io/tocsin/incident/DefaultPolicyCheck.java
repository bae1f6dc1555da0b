package io.tocsin.incident;

import io.tocsin.policy.Policies;
import io.tocsin.problem.NotFoundException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Reads the default policy at start: a missing one is said now, and the first alert finds it warm.
 */
@Component
class DefaultPolicyCheck implements ApplicationRunner {

  private final Policies policies;
  private final IncidentProperties properties;

  DefaultPolicyCheck(Policies policies, IncidentProperties properties) {
    this.policies = policies;
    this.properties = properties;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    try {
      policies.get(properties.defaultPolicy());
    } catch (NotFoundException e) {
      throw new IllegalStateException(
          "tocsin.default-policy is '%s', but only these policies are deployed: %s"
              .formatted(properties.defaultPolicy(), String.join(", ", policies.ids())),
          e);
    }
  }
}
