package io.tocsin.review;

import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentChanged;
import io.tocsin.incident.IncidentChanged.What;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.incident.Status;
import io.tocsin.incident.Texts;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Attendees;
import io.tocsin.notification.Invitations;
import io.tocsin.notification.Meeting;
import io.tocsin.people.Addressee;
import io.tocsin.people.Contact;
import io.tocsin.people.People;
import io.tocsin.problem.ConflictException;
import io.tocsin.problem.InvalidInputException;
import io.tocsin.problem.NotFoundException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Sets, moves and calls off the meetings of reviews, and has people told. */
@Service
@Transactional
public class ReviewMeetings {

  private static final int LONGEST_REASON = 500;

  private final MeetingStore store;
  private final Incidents incidents;
  private final Access access;
  private final People people;
  private final Attendees attendees;
  private final Invitations invitations;
  private final Obligations obligations;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Clock clock;

  ReviewMeetings(
      MeetingStore store,
      Incidents incidents,
      Access access,
      People people,
      Attendees attendees,
      Invitations invitations,
      Obligations obligations,
      Timeline timeline,
      ResponseProcess process,
      Clock clock) {
    this.store = store;
    this.incidents = incidents;
    this.access = access;
    this.people = people;
    this.attendees = attendees;
    this.invitations = invitations;
    this.obligations = obligations;
    this.timeline = timeline;
    this.process = process;
    this.clock = clock;
  }

  /** Returns the meeting; that of before when it was called off, empty when none was ever set. */
  @Transactional(readOnly = true)
  public Optional<ReviewMeeting> find(String number) {
    incidents.get(number);
    return store.find(number);
  }

  /** Returns whether people are to come to one still, or have come to one since the resolution. */
  @Transactional(readOnly = true)
  public boolean isSet(String number) {
    var resolved = incidents.get(number).resolvedAt();
    return store
        .find(number)
        .filter(meeting -> !meeting.calledOff())
        .filter(meeting -> resolved == null || !meeting.changedAt().isBefore(resolved))
        .isPresent();
  }

  /** Returns who could be invited: whoever holds a role, then those whom the policy wants. */
  @Transactional(readOnly = true)
  public List<Addressee> proposed(String number) {
    var incident = incidents.get(number);
    return attendees.proposed(number).stream().filter(who -> may(incident, who)).toList();
  }

  /** Returns a person or contact of a meeting. */
  @Transactional(readOnly = true)
  public Addressee who(String id) {
    return known(id).orElse(new Addressee(id, id, null, null));
  }

  /**
   * Sets a meeting, or moves the one that is set. What is the same already is not sent again.
   *
   * @throws ConflictException while the incident is responded to
   * @throws InvalidInputException naming the first field that cannot be taken
   */
  public ReviewMeeting schedule(String number, MeetingWish wish, Actor by) {
    var incident = incidents.lock(number);
    requireOver(incident);
    var from = wish.begin(clock);
    var until = from.plus(wish.length());
    var place = wish.where();
    var invited = wish.invited();
    invited.forEach(id -> requireInvitable(incident, id));
    var known = store.find(number).filter(meeting -> meeting.ahead(clock.instant())).orElse(null);
    if (known != null
        && known.from().equals(from)
        && known.until().equals(until)
        && known.place().equals(place)
        && known.attendees().equals(invited)) {
      return known;
    }
    var meeting =
        new ReviewMeeting(
            number,
            known == null
                ? "review-%s-%s@tocsin".formatted(number, UUID.randomUUID())
                : known.uid(),
            known == null ? 0 : known.sequence() + 1,
            from,
            until,
            place,
            invited,
            // Calendar programs take a change from nobody else.
            known == null ? by.id() : known.organizer(),
            false,
            null,
            clock.instant(),
            by.id());
    store.save(meeting);
    timeline.add(
        number,
        by,
        "review",
        "%s for %s, %s: %s"
            .formatted(
                known == null ? "Review meeting set" : "Review meeting changed: now",
                Texts.time(from),
                place,
                String.join(", ", invited.stream().map(id -> who(id).name()).toList())));
    if (known != null) {
      var left = new ArrayList<>(known.attendees());
      left.removeAll(invited);
      if (!left.isEmpty()) {
        invitations.callOffReview(
            number,
            meeting(incident, meeting),
            left.stream().map(this::who).toList(),
            "It takes place without you",
            by);
      }
    }
    invitations.toReview(number, meeting(incident, meeting), by);
    obligations.scheduled(number);
    return meeting;
  }

  /**
   * Calls the meeting off. Doing so again changes nothing.
   *
   * @throws NotFoundException when none is set
   * @throws ConflictException when it is over
   */
  public ReviewMeeting callOff(String number, String reason, Actor by) {
    var incident = incidents.lock(number);
    var meeting = store.find(number).orElseThrow(() -> none(number));
    var why = reason.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (why.isEmpty()) {
      throw new InvalidInputException("reason", "say why it does not take place");
    }
    if (why.length() > LONGEST_REASON) {
      throw new InvalidInputException(
          "reason", "is longer than %d characters; shorten it".formatted(LONGEST_REASON));
    }
    if (meeting.calledOff()) {
      return meeting;
    }
    if (!meeting.ahead(clock.instant())) {
      throw new ConflictException("The review meeting of " + number + " is over");
    }
    var off = calledOff(incident, meeting, why, by);
    // Whoever writes the review is asked for another one.
    process.meetingCalledOff(number);
    return off;
  }

  /**
   * Returns the meeting for a calendar program.
   *
   * @throws NotFoundException when none is set, or it was called off
   */
  @Transactional(readOnly = true)
  public String calendar(String number) {
    var incident = incidents.get(number);
    var meeting =
        store.find(number).filter(set -> !set.calledOff()).orElseThrow(() -> none(number));
    return invitations.calendar(number, meeting(incident, meeting));
  }

  /** Nobody reviews what has broken again. */
  @EventListener
  void on(IncidentChanged changed) {
    var incident = changed.now();
    if (changed.what() == What.STATUS && incident.status().responding()) {
      store
          .find(incident.number())
          .filter(meeting -> meeting.ahead(clock.instant()))
          .ifPresent(
              meeting -> calledOff(incident, meeting, "The incident is open again", Actor.ENGINE));
    }
  }

  static NotFoundException none(String number) {
    return new NotFoundException("No meeting is set for the review of " + number);
  }

  private ReviewMeeting calledOff(
      IncidentView incident, ReviewMeeting meeting, String reason, Actor by) {
    var number = incident.number();
    var off =
        new ReviewMeeting(
            number,
            meeting.uid(),
            meeting.sequence() + 1,
            meeting.from(),
            meeting.until(),
            meeting.place(),
            meeting.attendees(),
            meeting.organizer(),
            true,
            reason,
            clock.instant(),
            by.id());
    store.save(off);
    timeline.add(number, by, "review", "Review meeting called off: " + reason);
    var told = meeting(incident, off);
    invitations.callOffReview(number, told, told.attendees(), reason, by);
    return off;
  }

  private static void requireOver(IncidentView incident) {
    if (incident.status() != Status.RESOLVED && incident.status() != Status.CLOSED) {
      throw new ConflictException(
          "%s is %s; its review is scheduled once it is resolved"
              .formatted(incident.number(), incident.status().word()));
    }
  }

  private void requireInvitable(IncidentView incident, String id) {
    var who =
        known(id)
            .orElseThrow(
                () ->
                    new InvalidInputException("attendees", "'" + id + "' is not in the directory"));
    if (who.email() == null) {
      throw new InvalidInputException(
          "attendees", "no e-mail address of " + who.name() + " is known");
    }
    if (!may(incident, who)) {
      throw new InvalidInputException(
          "attendees",
          "%s may not read this restricted incident; name them as one who may first"
              .formatted(who.name()));
    }
  }

  private boolean may(IncidentView incident, Addressee who) {
    return !incident.security()
        || people.find(who.id()).isPresent() && access.mayRead(who.id(), incident)
        || people.contacts().stream()
            .anyMatch(
                contact -> contact.id().equals(who.id()) && contact.kind() == Contact.Kind.PERSON);
  }

  private Optional<Addressee> known(String id) {
    var person = people.resolve("person:" + id);
    return (person.isEmpty() ? people.resolve("contact:" + id) : person).stream().findFirst();
  }

  private Meeting meeting(IncidentView incident, ReviewMeeting meeting) {
    return new Meeting(
        meeting.uid(),
        meeting.sequence(),
        meeting.changedAt(),
        "Review of %s: %s".formatted(incident.number(), incident.title()),
        meeting.from(),
        meeting.until(),
        meeting.place(),
        who(meeting.organizer()),
        meeting.attendees().stream().map(this::who).toList());
  }
}
