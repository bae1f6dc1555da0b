package io.tocsin.incident;

import io.tocsin.policy.Policy.RoleDuty;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Which standing tasks an incident has, read afresh each time. */
@Service
@Transactional
class Desks {

  /** The roles with a desk; the communications lead works off the status updates. */
  static final List<Role> ROLES =
      List.of(
          Role.COMMANDER,
          Role.TECHNICAL_LEAD,
          Role.SCRIBE,
          Role.MONITORING_LEAD,
          Role.SUPPORT_LEAD);

  private final Incidents incidents;

  Desks(Incidents incidents) {
    this.incidents = incidents;
  }

  /**
   * Returns the role's key while its desk is open, {@code closed} while nobody needs it, {@code
   * over} when the incident is no longer responded to.
   */
  String state(String number, Role role) {
    var incident = incidents.lock(number);
    if (!incident.status().responding()) {
      return "over";
    }
    var open =
        role == Role.COMMANDER
            || incident.holder(role) != null
            || incidents.policyOf(incident).role(role.key()).map(RoleDuty::asked).orElse(false);
    return open ? role.key() : "closed";
  }
}
