package io.tocsin.notification;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentProperties;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Texts;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Invitation.Method;
import io.tocsin.notification.Promises.About;
import io.tocsin.notification.Promises.Made;
import io.tocsin.notification.Promises.Urgency;
import io.tocsin.people.Addressee;
import io.tocsin.wall.DrillWall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Invites people to meetings by e-mail, the way that all messages go. What is in it for calendars
 * names the addresses of those invited; in a drill only the place where its messages go.
 */
@Service
@Transactional
public class Invitations {

  private static final String AUDIENCE = "invited";
  private static final String INVITED = "review-invitation";
  private static final String CALLED_OFF = "review-called-off";
  private static final List<String> EVENTS = List.of(INVITED, CALLED_OFF);
  private static final String DRILL = "[DRILL] ";

  private final Incidents incidents;
  private final Channels channels;
  private final Templates templates;
  private final Facts facts;
  private final Promises promises;
  private final Deliveries deliveries;
  private final ResponseProcess process;
  private final DrillWall wall;
  private final Timeline timeline;
  private final NotificationProperties properties;
  private final IncidentProperties pages;

  Invitations(
      Incidents incidents,
      Channels channels,
      Templates templates,
      Facts facts,
      Promises promises,
      Deliveries deliveries,
      ResponseProcess process,
      DrillWall wall,
      Timeline timeline,
      NotificationProperties properties,
      IncidentProperties pages) {
    this.incidents = incidents;
    this.channels = channels;
    this.templates = templates;
    this.facts = facts;
    this.promises = promises;
    this.deliveries = deliveries;
    this.process = process;
    this.wall = wall;
    this.timeline = timeline;
    this.properties = properties;
    this.pages = pages;
  }

  /** Invites everybody to the review; who has an earlier invitation gets this one in its place. */
  public void toReview(String number, Meeting meeting, Actor by) {
    send(number, INVITED, Method.REQUEST, meeting, meeting.attendees(), null, by);
  }

  /**
   * Takes the invitation to the review back.
   *
   * @param whom all, or those who are not needed any more
   * @param reason why
   */
  public void callOffReview(
      String number, Meeting meeting, List<Addressee> whom, String reason, Actor by) {
    send(number, CALLED_OFF, Method.CANCEL, meeting, whom, reason, by);
  }

  /** Returns a meeting for the calendar of somebody who looks it up. */
  @Transactional(readOnly = true)
  public String calendar(String number, Meeting meeting) {
    return calendar(incidents.get(number), Method.PUBLISH, meeting, List.of());
  }

  private void send(
      String number,
      String event,
      Method method,
      Meeting meeting,
      List<Addressee> whom,
      @Nullable String reason,
      Actor by) {
    var incident = incidents.get(number);
    var mail = channels.find("email").orElseThrow();
    var fields = fields(meeting, reason);
    var written =
        templates.render(
            incident.policy(),
            event,
            AUDIENCE,
            mail,
            incident.drill(),
            facts.of(incident, event, AUDIENCE, fields));
    var message = written.with(calendar(incident, method, meeting, whom));
    var round = meeting.uid() + "-" + meeting.sequence();
    var about = new About(event, round, AUDIENCE, Urgency.NEWS, fields, null);
    var names = new HashMap<Made, List<String>>();
    // What of an earlier round comes late would stand in the calendar of whoever gets it.
    process.deliverNow(
        number,
        deliveries.supersede(number, EVENTS, round, whom.stream().map(Addressee::id).toList()));
    for (var addressee : whom) {
      var made = promises.make(incident, about, mail, addressee, message);
      names.computeIfAbsent(made, any -> new ArrayList<>()).add(addressee.name());
    }
    note(number, event, names);
  }

  private void note(String number, String event, Map<Made, List<String>> names) {
    var words = Notifications.words(event);
    var told = names.getOrDefault(Made.PROMISED, List.of());
    if (!told.isEmpty()) {
      line(
          number,
          "Told by e-mail: %s, to %s (%d)".formatted(words, String.join(", ", told), told.size()));
    }
    var kept = names.getOrDefault(Made.KEPT, List.of());
    if (!kept.isEmpty()) {
      line(
          number,
          "Kept in the drill, it would go by e-mail: %s, to %s (%d)"
              .formatted(words, String.join(", ", kept), kept.size()));
    }
  }

  private void line(String number, String text) {
    timeline.add(number, Actor.ENGINE, "notification", text);
  }

  private static Map<String, Object> fields(Meeting meeting, @Nullable String reason) {
    var fields = new HashMap<String, Object>();
    fields.put("meetingFrom", Texts.time(meeting.from()));
    fields.put("meetingUntil", Texts.time(meeting.until()));
    fields.put("meetingPlace", meeting.place());
    fields.put("author", meeting.organizer().name());
    fields.put(
        "attendees", String.join(", ", meeting.attendees().stream().map(Addressee::name).toList()));
    if (reason != null) {
      fields.put("reason", reason);
    }
    return fields;
  }

  private String calendar(
      IncidentView incident, Method method, Meeting meeting, List<Addressee> whom) {
    var title = incident.drill() ? DRILL + meeting.title() : meeting.title();
    var shown =
        new Meeting(
            meeting.uid(),
            meeting.sequence(),
            meeting.changedAt(),
            title,
            meeting.from(),
            meeting.until(),
            meeting.place(),
            meeting.organizer(),
            meeting.attendees());
    return Invitation.of(
        method,
        shown,
        whom,
        properties.sender().getAddress(),
        pages.pageOf(incident.number()) + "/review",
        incident.security(),
        // Once more the wall: a calendar program may write to whoever stands in it.
        addressee ->
            wall.address(incident, "email", addressee.id(), addressee.email()).orElse(null));
  }
}
