package io.tocsin.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.notification.Invitation.Method;
import io.tocsin.people.Addressee;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InvitationTest {

  private static final Addressee ADA = new Addressee("ada", "Ada Lovelace", "ada@x.org", null);
  private static final Addressee BOB = new Addressee("bob", "Bob \"B\"", "bob@x.org", null);
  private static final Meeting MEETING =
      new Meeting(
          "review-1@tocsin",
          2,
          Instant.parse("2026-02-10T10:00:00Z"),
          "Review of INC-1: Checkout, down",
          Instant.parse("2026-02-12T14:00:00Z"),
          Instant.parse("2026-02-12T15:00:00Z"),
          "Room 3",
          ADA,
          List.of(ADA, BOB));

  @Test
  void a_request_asks_each_and_says_who_calls() {
    assertThat(lines(Method.REQUEST, Addressee::email))
        .containsSequence("CALSCALE:GREGORIAN", "METHOD:REQUEST", "BEGIN:VEVENT")
        .containsSequence(
            "UID:review-1@tocsin",
            "SEQUENCE:2",
            "DTSTAMP:20260210T100000Z",
            "DTSTART:20260212T140000Z",
            "DTEND:20260212T150000Z",
            "SUMMARY:Review of INC-1: Checkout\\, down",
            "LOCATION:Room 3")
        .contains(
            "STATUS:CONFIRMED",
            "ORGANIZER;CN=\"Ada Lovelace\";SENT-BY=\"mailto:tocsin@x.org\":mailto:ada@x.org",
            "ATTENDEE;CN=\"Ada Lovelace\";ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:ada@x.org",
            "ATTENDEE;CN=\"Bob 'B'\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:"
                + "mailto:bob@x.org");
  }

  @Test
  void a_cancellation_asks_for_no_answer() {
    assertThat(lines(Method.CANCEL, Addressee::email))
        .contains("METHOD:CANCEL", "STATUS:CANCELLED", "ATTENDEE;CN=\"Bob 'B'\":mailto:bob@x.org");
  }

  @Test
  void what_is_published_names_nobody() {
    assertThat(lines(Method.PUBLISH, Addressee::email))
        .contains("METHOD:PUBLISH")
        .noneMatch(line -> line.contains("mailto:"));
  }

  @Test
  void behind_the_wall_nobody_is_named() {
    assertThat(lines(Method.REQUEST, who -> null))
        .contains("ORGANIZER;CN=\"Ada Lovelace\":mailto:tocsin@x.org")
        .noneMatch(line -> line.contains("@x.org") && !line.contains("tocsin@x.org"));
  }

  private static List<String> lines(Method method, Function<Addressee, @Nullable String> mailbox) {
    return Invitation.of(
            method,
            MEETING,
            MEETING.attendees(),
            "tocsin@x.org",
            "https://tocsin.x.org/incidents/INC-1/review",
            false,
            mailbox)
        .replace("\r\n ", "")
        .lines()
        .toList();
  }
}
