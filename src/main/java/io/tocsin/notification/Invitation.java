package io.tocsin.notification;

import io.tocsin.calendar.ICalendar;
import io.tocsin.people.Addressee;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A meeting for the calendars of those who are invited: RFC 5545, sent as RFC 5546 and 6047 say.
 */
final class Invitation {

  private Invitation() {}

  /** What is said to those who get it. */
  enum Method {
    REQUEST("CONFIRMED"),
    CANCEL("CANCELLED"),
    /** For somebody who looks it up; it asks for no answer. */
    PUBLISH("CONFIRMED");

    private final String status;

    Method(String status) {
      this.status = status;
    }
  }

  /**
   * Writes it.
   *
   * @param attendees who are named in it
   * @param sender the address that the mail comes from
   * @param mailbox where somebody may be written to; null keeps them out of it
   * @param restricted whether only some may read of the incident
   */
  static String of(
      Method method,
      Meeting meeting,
      List<Addressee> attendees,
      String sender,
      String page,
      boolean restricted,
      Function<Addressee, @Nullable String> mailbox) {
    var calendar = new ICalendar("Review", method.name());
    calendar.line("BEGIN", "VEVENT");
    calendar.text("UID", meeting.uid());
    calendar.line("SEQUENCE", String.valueOf(meeting.sequence()));
    calendar.time("DTSTAMP", meeting.changedAt());
    calendar.time("DTSTART", meeting.from());
    calendar.time("DTEND", meeting.until());
    calendar.text("SUMMARY", meeting.title());
    calendar.text("LOCATION", meeting.place());
    calendar.text("DESCRIPTION", page);
    calendar.line("URL", page);
    calendar.line("STATUS", method.status);
    if (restricted) {
      calendar.line("CLASS", "CONFIDENTIAL");
    }
    if (method != Method.PUBLISH) {
      organizer(calendar, meeting.organizer(), sender, mailbox);
      for (var attendee : attendees) {
        attendee(calendar, method, meeting, attendee, mailbox.apply(attendee));
      }
    }
    calendar.line("END", "VEVENT");
    return calendar.end();
  }

  /** The mail comes from us; answers go to whoever set the meeting. */
  private static void organizer(
      ICalendar calendar,
      Addressee organizer,
      String sender,
      Function<Addressee, @Nullable String> mailbox) {
    var address = mailbox.apply(organizer);
    var name = ";CN=" + ICalendar.quoted(organizer.name());
    if (address == null || address.equalsIgnoreCase(sender)) {
      calendar.line("ORGANIZER" + name, "mailto:" + sender);
    } else {
      calendar.line(
          "ORGANIZER%s;SENT-BY=%s".formatted(name, ICalendar.quoted("mailto:" + sender)),
          "mailto:" + address);
    }
  }

  private static void attendee(
      ICalendar calendar,
      Method method,
      Meeting meeting,
      Addressee attendee,
      @Nullable String address) {
    if (address == null) {
      return;
    }
    var asked =
        method == Method.CANCEL
            ? ""
            : attendee.id().equals(meeting.organizer().id())
                ? ";ROLE=CHAIR;PARTSTAT=ACCEPTED"
                : ";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE";
    calendar.line("ATTENDEE;CN=" + ICalendar.quoted(attendee.name()) + asked, "mailto:" + address);
  }
}
