package io.tocsin.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The meeting of a review.
 *
 * @param uid what calendar programs know it by
 * @param sequence 0 at first, one more with each change
 * @param place a room, or the link of a call
 * @param attendees ids of people and contacts
 * @param organizer user id of whoever set it
 * @param reason why it was called off
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReviewMeeting(
    String incident,
    String uid,
    int sequence,
    Instant from,
    Instant until,
    String place,
    List<String> attendees,
    String organizer,
    boolean calledOff,
    @Nullable String reason,
    Instant changedAt,
    String changedBy) {

  /** Returns whether people are to come to it still. */
  public boolean ahead(Instant now) {
    return !calledOff && until.isAfter(now);
  }
}
