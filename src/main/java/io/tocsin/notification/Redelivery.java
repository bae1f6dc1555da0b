package io.tocsin.notification;

import io.tocsin.engine.Atomic;
import io.tocsin.engine.ResponseProcess;
import io.tocsin.incident.Access;
import io.tocsin.incident.Actor;
import io.tocsin.incident.Timeline;
import io.tocsin.notification.Delivery.State;
import io.tocsin.problem.ConflictException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What did not reach its recipient, for those who run Tocsin. */
@Component
public class Redelivery {

  private static final String HIDDEN = "Belongs to a restricted incident";

  private final Deliveries deliveries;
  private final Channels channels;
  private final Access access;
  private final Timeline timeline;
  private final ResponseProcess process;
  private final Atomic atomic;

  Redelivery(
      Deliveries deliveries,
      Channels channels,
      Access access,
      Timeline timeline,
      ResponseProcess process,
      Atomic atomic) {
    this.deliveries = deliveries;
    this.channels = channels;
    this.access = access;
    this.timeline = timeline;
    this.process = process;
    this.atomic = atomic;
  }

  /** A delivery: nothing of what was written, and of the address only what tells it apart. */
  public record Undelivered(
      UUID id,
      @Nullable String incident,
      String event,
      String recipient,
      String recipientName,
      String channel,
      @Nullable String address,
      State state,
      int attempts,
      @Nullable String lastError,
      Instant createdAt,
      @Nullable UUID fallbackOf,
      @Nullable Instant nextAttemptAt) {

    static Undelivered of(Delivery delivery) {
      var shown = delivery.masked();
      return new Undelivered(
          shown.id(),
          shown.incident(),
          shown.event(),
          shown.recipient(),
          shown.recipientName(),
          shown.channel(),
          shown.address(),
          shown.state(),
          shown.attempts(),
          shown.lastError(),
          shown.createdAt(),
          shown.fallbackOf(),
          shown.nextAttemptAt());
    }

    /** What may be known of one about an incident that may not: that something failed. */
    static Undelivered restricted(Delivery delivery) {
      return new Undelivered(
          delivery.id(),
          null,
          "A message",
          "restricted",
          "somebody",
          delivery.channel(),
          delivery.address() == null ? null : "restricted",
          delivery.state(),
          delivery.attempts(),
          HIDDEN,
          delivery.createdAt(),
          null,
          delivery.nextAttemptAt());
    }
  }

  /** Returns the newest deliveries in a state, as far as somebody may know of their incidents. */
  public List<Undelivered> in(State state, int atMost, String person) {
    return shown(deliveries.in(state, atMost), person);
  }

  /** Returns the newest of those that are tried again later, the longest tried first. */
  public List<Undelivered> failing(int atMost, String person) {
    return shown(deliveries.failing(atMost), person);
  }

  private List<Undelivered> shown(List<Delivery> found, String person) {
    var hidden = hidden(found, person);
    return found.stream()
        .map(
            delivery ->
                hidden.test(delivery) ? Undelivered.restricted(delivery) : Undelivered.of(delivery))
        .toList();
  }

  /** Tells of some deliveries which are about an incident that a person may not know of. */
  Predicate<Delivery> hidden(List<Delivery> found, String person) {
    var hidden =
        access.unreadable(
            person,
            found.stream().map(Delivery::incident).filter(Objects::nonNull).distinct().toList());
    return delivery -> delivery.incident() != null && hidden.contains(delivery.incident());
  }

  private Undelivered shown(Delivery delivery, String person) {
    return shown(List.of(delivery), person).get(0);
  }

  /**
   * Has a delivery tried again that was given up, also by whoever may not know what it is about.
   *
   * @throws ConflictException when it was not, was handed on, or has no address
   */
  public Undelivered retry(UUID id, Actor by) {
    return atomic.call(
        () -> {
          var delivery = deliveries.get(id);
          if (!deliveries.again(id)) {
            throw new ConflictException(refusal(delivery, by));
          }
          if (delivery.incident() != null) {
            timeline.add(
                delivery.incident(),
                by,
                "notification",
                "Tried again by %s: %s, to %s"
                    .formatted(
                        channels.title(delivery.channel()),
                        Notifications.words(delivery.event()),
                        delivery.recipientName()));
          }
          process.deliver(delivery.incident(), id.toString());
          return shown(deliveries.get(id), by.id());
        });
  }

  private String refusal(Delivery delivery, Actor by) {
    if (delivery.address() == null) {
      return "No address is known of " + shown(delivery, by.id()).recipientName();
    }
    return delivery.state() == State.FAILED
        ? "It is not sent twice: another channel has this message, or it is not needed any more."
            + " The messages of its incident say what became of it"
        : "Only what was given up is tried again; this one is " + delivery.state().word();
  }
}
