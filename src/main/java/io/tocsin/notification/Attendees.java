package io.tocsin.notification;

import io.tocsin.incident.Incidents;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who is invited to a review beside the team: the target {@code reviewAttendees}. */
@Service
@Transactional(readOnly = true)
public class Attendees {

  private final Incidents incidents;
  private final Notifications notifications;

  Attendees(Incidents incidents, Notifications notifications) {
    this.incidents = incidents;
    this.notifications = notifications;
  }

  /** Returns their names; none where the policy invites nobody. */
  public List<String> of(String number) {
    var incident = incidents.get(number);
    return incidents
        .policyOf(incident)
        .targets(incident.severity())
        .text("reviewAttendees")
        .map(recipients -> notifications.names(number, recipients))
        .orElse(List.of());
  }
}
