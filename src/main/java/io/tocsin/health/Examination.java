package io.tocsin.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Looks at services as a person on call would. Waits for other systems: not for the middle of a
 * lock.
 */
@Component
public class Examination {

  private final HealthProbes probes;

  Examination(HealthProbes probes) {
    this.probes = probes;
  }

  /**
   * Looks at the aspects of the services, all at once, within a time limit.
   *
   * @param services ids
   * @param aspects what to look at; what the catalog does not offer for a service is left out
   * @return in the order of the services, then of the aspects
   */
  public List<Finding> examine(Collection<String> services, Set<Aspect> aspects) {
    var findings = new ArrayList<Finding>();
    if (aspects.contains(Aspect.HEALTH)) {
      for (var result : probes.probe(services)) {
        var passed = result.outcome() == ProbeResult.Outcome.PASSED;
        findings.add(
            new Finding(
                result.service(),
                Aspect.HEALTH,
                passed ? Finding.State.FINE : Finding.State.SUSPECT,
                result.toString()));
      }
    }
    return findings;
  }
}
