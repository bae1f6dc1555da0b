package io.tocsin.notification;

import static java.util.Objects.requireNonNull;

import io.tocsin.incident.Actor;
import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * The link in a mail by which its receiver takes the incident. Whoever holds the link acts as that
 * receiver, and can do nothing else with it.
 */
@Service
public class AcknowledgeLinks {

  /** Longer ones are not looked up. */
  private static final int MAX_TOKEN = 200;

  /**
   * What somebody sees who follows a link.
   *
   * @param state {@code waiting}, {@code taken}, {@code mine}, {@code other} or {@code over}
   * @param title null where only the number is shown: of a restricted incident
   * @param recipient name of the receiver
   * @param by name of the person who has taken it; null when nobody has
   */
  public record Seen(
      String state,
      String number,
      @Nullable String title,
      String severity,
      boolean drill,
      String recipient,
      @Nullable String by) {}

  private final Callbacks callbacks;
  private final Taking taking;
  private final Incidents incidents;

  AcknowledgeLinks(Callbacks callbacks, Taking taking, Incidents incidents) {
    this.callbacks = callbacks;
    this.taking = taking;
    this.incidents = incidents;
  }

  /** Shows what a link is for; empty when there is no such link. Changes nothing. */
  public Optional<Seen> look(String token) {
    return find(token)
        .map(
            delivery -> {
              var number = number(delivery);
              var known = taking.stands(number, delivery.recipient());
              return known == null
                  ? seen("waiting", incidents.get(number), delivery, null)
                  : seen(known, delivery);
            });
  }

  /** Takes the incident as the receiver of the mail; again changes nothing. */
  public Optional<Seen> take(String token) {
    return find(token)
        .map(
            delivery ->
                seen(taking.take(number(delivery), Actor.mail(delivery.recipient())), delivery));
  }

  private Optional<Delivery> find(String token) {
    return token.isBlank() || token.length() > MAX_TOKEN
        ? Optional.empty()
        : callbacks
            .byToken(token)
            .filter(delivery -> delivery.incident() != null)
            .filter(
                delivery -> taking.concerns(incidents.get(number(delivery)), delivery.recipient()));
  }

  private static String number(Delivery delivery) {
    return requireNonNull(delivery.incident());
  }

  private static Seen seen(Taking.Outcome outcome, Delivery delivery) {
    return seen(
        switch (outcome.result()) {
          case TAKEN -> "taken";
          case MINE -> "mine";
          case OTHER -> "other";
          default -> "over";
        },
        outcome.incident(),
        delivery,
        outcome.by());
  }

  private static Seen seen(
      String state, IncidentView incident, Delivery delivery, @Nullable String by) {
    return new Seen(
        state,
        incident.number(),
        incident.security() ? null : incident.title(),
        incident.severityLabel(),
        incident.drill(),
        delivery.recipientName(),
        by);
  }
}
