package io.tocsin.remediation;

import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Role;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Notifications;
import io.tocsin.people.People;
import io.tocsin.people.Person;
import io.tocsin.remediation.ActionRequests.ActionRequest;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who may approve an action: a commander who neither chose it nor filled it in. */
@Service
@Transactional
class Approvers {

  /** The policy's word for an action that waits for its approval. */
  static final String ASKED = "approval-asked";

  private final ActionRequests requests;
  private final Incidents incidents;
  private final Access access;
  private final People people;
  private final Notifications notifications;
  private final Timeline timeline;

  Approvers(
      ActionRequests requests,
      Incidents incidents,
      Access access,
      People people,
      Notifications notifications,
      Timeline timeline) {
    this.requests = requests;
    this.incidents = incidents;
    this.access = access;
    this.people = people;
    this.notifications = notifications;
    this.timeline = timeline;
  }

  /**
   * Asks others when whoever commands may not approve it, by the channels that the policy has for
   * the question. Says so when there is nobody.
   *
   * @param round tells two questions apart
   * @param fields for the text
   */
  public void askOthers(ActionRequest request, String round, Map<String, ?> fields) {
    var incident = incidents.get(request.incident());
    var commander = incident.holder(Role.COMMANDER);
    if (commander != null && !request.barred().contains(commander)) {
      return;
    }
    var others = others(request);
    if (others.isEmpty()) {
      timeline.add(
          incident.number(),
          Actor.ENGINE,
          Mitigations.KIND,
          "Nobody else can approve: %s. %s chose or filled it in; find another incident commander, or choose something else"
              .formatted(requests.title(request), deciders(request)));
      return;
    }
    others.forEach(
        person ->
            access.name(
                incident,
                person,
                "Can approve what " + deciders(request) + " decided",
                Actor.ENGINE));
    notifications.tell(
        incident.number(),
        ASKED,
        round,
        others.stream().map(person -> "person:" + person).toList(),
        channels(incident),
        fields);
  }

  private String deciders(ActionRequest request) {
    return String.join(" and ", request.barred().stream().map(people::name).sorted().toList());
  }

  /** Whoever is on call for the command is enough; without them, everybody who can take it. */
  private List<String> others(ActionRequest request) {
    var group =
        people.inGroup(Role.COMMANDER.group()).stream()
            .map(Person::id)
            .filter(person -> !request.barred().contains(person))
            .toList();
    return people
        .onCall(Access.COMMANDERS)
        .map(Person::id)
        .filter(group::contains)
        .map(List::of)
        .orElse(group);
  }

  private List<String> channels(IncidentView incident) {
    return incidents.policyOf(incident).audiences(ASKED, incident.severity()).stream()
        .flatMap(audience -> audience.channels().stream())
        .distinct()
        .toList();
  }
}
