package io.tocsin.review;

import io.tocsin.actionitem.Improvers;
import io.tocsin.engine.Atomic;
import io.tocsin.incident.Actor;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The meeting of a review over HTTP. */
@RestController
@RequestMapping("/api/v1/incidents/{number}/review/meeting")
class ReviewMeetingController {

  private static final MediaType CALENDAR =
      new MediaType("text", "calendar", StandardCharsets.UTF_8);

  private final ReviewMeetings meetings;
  private final Atomic atomic;

  ReviewMeetingController(ReviewMeetings meetings, Atomic atomic) {
    this.meetings = meetings;
    this.atomic = atomic;
  }

  record Proposed(String id, String name) {}

  record Reason(@NotBlank String reason) {}

  @GetMapping
  ReviewMeeting get(@PathVariable String number) {
    return meetings.find(number).orElseThrow(() -> ReviewMeetings.none(number));
  }

  /** Who could be invited. */
  @GetMapping("/proposal")
  List<Proposed> proposal(@PathVariable String number) {
    return meetings.proposed(number).stream()
        .map(who -> new Proposed(who.id(), who.name()))
        .toList();
  }

  /** Sets it, or moves the one that is set. */
  @PutMapping
  @PreAuthorize(Improvers.ONLY)
  ReviewMeeting schedule(
      @PathVariable String number, @RequestBody MeetingWish wish, Authentication user) {
    return atomic.call(() -> meetings.schedule(number, wish, Actor.api(user.getName())));
  }

  @PostMapping("/call-off")
  @PreAuthorize(Improvers.ONLY)
  ReviewMeeting callOff(
      @PathVariable String number, @Valid @RequestBody Reason body, Authentication user) {
    return atomic.call(() -> meetings.callOff(number, body.reason(), Actor.api(user.getName())));
  }

  /** For the calendar of whoever was not invited; those invited have it by e-mail. */
  @GetMapping("/calendar.ics")
  ResponseEntity<String> calendar(@PathVariable String number) {
    return ResponseEntity.ok().contentType(CALENDAR).body(meetings.calendar(number));
  }
}
