package io.tocsin.notification;

import io.tocsin.people.Addressee;
import java.time.Instant;
import java.util.List;

/**
 * A meeting about an incident, as calendar programs know it.
 *
 * @param uid stays while it is moved
 * @param sequence grows with each change, so that a late mail does not undo a newer one
 * @param changedAt when it was set, moved or called off last
 * @param title a line
 * @param organizer who answers of those who are invited go to
 */
public record Meeting(
    String uid,
    int sequence,
    Instant changedAt,
    String title,
    Instant from,
    Instant until,
    String place,
    Addressee organizer,
    List<Addressee> attendees) {}
