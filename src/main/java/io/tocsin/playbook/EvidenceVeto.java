package io.tocsin.playbook;

import io.tocsin.incident.IncidentView;
import io.tocsin.remediation.ActionVeto;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** In a matter of security nothing is changed before the evidence is preserved. */
@Component
class EvidenceVeto implements ActionVeto {

  /** They keep others out and destroy nothing. */
  private static final Set<String> FIRST = Set.of("isolate", "stop");

  private final Preserved preserved;

  EvidenceVeto(Preserved preserved) {
    this.preserved = preserved;
  }

  @Override
  public Optional<String> against(IncidentView incident, String service, String action) {
    return incident.security() && !FIRST.contains(action) && !preserved.in(incident, service)
        ? Optional.of(
            "This is a security incident, and its evidence is not preserved yet%s: follow the playbook"
                    .formatted(
                        incident.services().contains(service) ? ", of '" + service + "'" : "")
                + " for security incidents, or say that it is preserved by hand. Isolating and"
                + " stopping may be run before")
        : Optional.empty();
  }
}
