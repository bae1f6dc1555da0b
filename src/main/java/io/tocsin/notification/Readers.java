package io.tocsin.notification;

import java.util.Set;

/**
 * Who reads a message: one of the house, or somebody outside. What goes outside names only fields
 * that are open to everybody; the one list that decides is here.
 */
final class Readers {

  /** Audiences of policies that are outside the house, or pass on what they read. */
  static final Set<String> OUTSIDE =
      Set.of("customers", "subscribers", "public", "social", "social-media", "media");

  /** Beginnings of events whose words are meant for outside, whoever reads them first. */
  static final Set<String> OUTSIDE_EVENTS = Set.of("customer-", "public-", "subscription-");

  /** Further events whose words are meant for outside. */
  static final Set<String> MORE_OUTSIDE_EVENTS =
      Set.of(
          "status-update-public",
          "holding-post",
          "resolution-post",
          "dismissal-post",
          "reopening-post",
          "summary-post",
          "widening-post",
          "taken-down-post",
          "social-draft");

  private Readers() {}

  /** Returns whether an event's words are meant for outside, whatever the audience. */
  static boolean outside(String event) {
    return MORE_OUTSIDE_EVENTS.contains(event)
        || OUTSIDE_EVENTS.stream().anyMatch(event::startsWith);
  }

  /** Returns whether a message goes outside. */
  static boolean outside(String event, String audience) {
    return OUTSIDE.contains(audience) || outside(event);
  }
}
