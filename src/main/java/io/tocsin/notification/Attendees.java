package io.tocsin.notification;

import io.tocsin.incident.Incidents;
import io.tocsin.people.Addressee;
import io.tocsin.people.People;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who is invited to a review: the team, and beside it the target {@code reviewAttendees}. */
@Service
@Transactional(readOnly = true)
public class Attendees {

  private final Incidents incidents;
  private final Notifications notifications;
  private final Recipients recipients;
  private final People people;

  Attendees(
      Incidents incidents, Notifications notifications, Recipients recipients, People people) {
    this.recipients = recipients;
    this.incidents = incidents;
    this.notifications = notifications;
    this.people = people;
  }

  /** Returns the names of those beside the team; none where the policy invites nobody. */
  public List<String> of(String number) {
    return wanted(number)
        .map(recipients -> notifications.names(number, recipients))
        .orElse(List.of());
  }

  /**
   * Returns who could be invited: whoever holds a role, then those whom the policy wants. Nobody is
   * let in by it: of a restricted incident, whoever asks leaves out those who may not read it.
   */
  public List<Addressee> proposed(String number) {
    var incident = incidents.get(number);
    var all = new ArrayList<Addressee>();
    new LinkedHashSet<>(incident.roles().values())
        .forEach(holder -> all.addAll(people.resolve("person:" + holder)));
    wanted(number).stream()
        .flatMap(words -> Stream.of(words.split(",")))
        .map(String::strip)
        .filter(word -> !Recipients.customers(word))
        .forEach(word -> all.addAll(recipients.of(incident, word)));
    var ids = new LinkedHashSet<String>();
    return all.stream()
        .filter(addressee -> addressee.email() != null && ids.add(addressee.id()))
        .toList();
  }

  private Optional<String> wanted(String number) {
    var incident = incidents.get(number);
    return incidents.policyOf(incident).targets(incident.severity()).text("reviewAttendees");
  }
}
