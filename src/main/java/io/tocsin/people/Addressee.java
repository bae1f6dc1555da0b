package io.tocsin.people;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whom a message goes to: a person, or a contact that is no person (a team, a vendor).
 *
 * @param id of the person or contact, unique over both
 * @param phone in E.164, if known
 * @param slackId of the person or channel in Slack, if known
 * @param hours in which somebody answers; always for a person
 * @param unsubscribe link by which a customer hears no more; null for anybody else
 */
public record Addressee(
    String id,
    String name,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String slackId,
    Hours hours,
    @Nullable String unsubscribe) {

  /** Somebody who answers at any hour and has no Slack. */
  public Addressee(String id, String name, @Nullable String email, @Nullable String phone) {
    this(id, name, email, phone, null, Hours.ALWAYS, null);
  }

  /** Returns whether somebody answers there at an instant. */
  public boolean reachableAt(Instant at) {
    return hours.openAt(at);
  }

  /** Returns the first instant from a given one on at which somebody answers there. */
  public Instant nextReachable(Instant at) {
    return hours.nextOpen(at);
  }
}
