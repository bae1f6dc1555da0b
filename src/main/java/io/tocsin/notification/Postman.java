package io.tocsin.notification;

import io.tocsin.incident.IncidentView;
import io.tocsin.incident.Incidents;
import io.tocsin.notification.Delivery.State;
import io.tocsin.wall.DrillWall;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * Delivers what was promised: at least once, and twice only if it dies right after sending. Each
 * attempt and its outcome is recorded in a transaction of its own, so that what the engine rolls
 * back is not sent again.
 */
@Service
class Postman {

  private static final int MAX_ERROR = 500;

  private final Deliveries deliveries;
  private final Channels channels;
  private final ChannelSlots slots;
  private final Incidents incidents;
  private final Hearers hearers;
  private final DrillWall wall;
  private final DeliveryProperties properties;
  private final Clock clock;

  Postman(
      Deliveries deliveries,
      Channels channels,
      ChannelSlots slots,
      Incidents incidents,
      Hearers hearers,
      DrillWall wall,
      DeliveryProperties properties,
      Clock clock) {
    this.deliveries = deliveries;
    this.channels = channels;
    this.slots = slots;
    this.incidents = incidents;
    this.hearers = hearers;
    this.wall = wall;
    this.properties = properties;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param next when to try again; only when it waits
   */
  record Outcome(What what, @Nullable Instant next) {

    /** In the words of the model. */
    enum What {
      DELIVERED("delivered"),
      NOT_NEEDED("notNeeded"),
      WAITING("waiting"),
      GIVEN_UP("givenUp");

      private final String word;

      What(String word) {
        this.word = word;
      }

      String word() {
        return word;
      }
    }

    private static Outcome of(What what) {
      return new Outcome(what, null);
    }

    private static Outcome waiting(Instant until) {
      return new Outcome(What.WAITING, until);
    }
  }

  /** Delivers one message, or says what it waits for; one that is done already stays done. */
  Outcome deliver(UUID id) {
    var delivery = deliveries.get(id);
    if (delivery.done()) {
      return Outcome.of(
          delivery.state() == State.STOPPED ? Outcome.What.NOT_NEEDED : Outcome.What.DELIVERED);
    }
    var incident = delivery.incident() == null ? null : incidents.get(delivery.incident());
    // It may have become restricted since this was promised.
    if (incident != null && !hearers.mayStillHear(incident, delivery)) {
      deliveries.stop(id);
      return Outcome.of(Outcome.What.NOT_NEEDED);
    }
    var address = delivery.address();
    if (delivery.state() == State.FAILED || address == null) {
      return Outcome.of(Outcome.What.GIVEN_UP);
    }
    if (incident != null && over(delivery, incident)) {
      deliveries.stop(id);
      return Outcome.of(Outcome.What.NOT_NEEDED);
    }
    // Once more where it leaves, whatever was promised: this is the only door.
    var place =
        incident == null
            ? Optional.of(address)
            : wall.address(incident, delivery.channel(), delivery.recipient(), address);
    if (place.isEmpty()) {
      deliveries.done(id, Channel.Sent.kept());
      return Outcome.of(Outcome.What.DELIVERED);
    }
    var later = later(delivery, place.get(), incident);
    return later.isPresent() ? Outcome.waiting(later.get()) : attempt(delivery, place.get());
  }

  private Outcome attempt(Delivery delivery, String address) {
    Channel.Sent sent;
    try {
      sent =
          channels
              .find(delivery.channel())
              .orElseThrow(
                  () ->
                      NotTakenException.forGood(
                          "The channel '" + delivery.channel() + "' is not set up any more"))
              .send(delivery, address);
    } catch (NotTakenException e) {
      return failed(delivery, e, e.permanent(), e.retryAfter());
    } catch (RuntimeException e) {
      // Nobody knows whether it was taken; the receiver sees by the message's id.
      return failed(delivery, e, false, null);
    }
    deliveries.done(delivery.id(), sent);
    return Outcome.of(Outcome.What.DELIVERED);
  }

  private Outcome failed(
      Delivery delivery, RuntimeException e, boolean permanent, @Nullable Duration retryAfter) {
    var next =
        permanent
            ? null
            : properties
                .pauseAfter(deliveries.tries(delivery.id()) + 1, retryAfter)
                .map(clock.instant()::plus)
                .orElse(null);
    if (!deliveries.failed(delivery.id(), reason(e), next)) {
      return Outcome.of(Outcome.What.NOT_NEEDED);
    }
    return next == null ? Outcome.of(Outcome.What.GIVEN_UP) : Outcome.waiting(next);
  }

  /** Returns until when it waits: for the next attempt, the end of the quiet hours, or its turn. */
  private Optional<Instant> later(
      Delivery delivery, String address, @Nullable IncidentView incident) {
    var now = clock.instant();
    var next = delivery.nextAttemptAt();
    if (next != null && next.isAfter(now)) {
      return Optional.of(next);
    }
    if (incident != null && quietUntil(delivery, incident, now).isPresent()) {
      return Optional.of(hold(delivery, incident.number(), now));
    }
    return properties
        .rate(delivery.channel())
        .map(rate -> slots.of(delivery.id(), delivery.channel(), rate.shared(address), rate.step()))
        .filter(slot -> slot.isAfter(now));
  }

  /**
   * Under the lock until the timer is written: whoever makes the incident graver finds what waits
   * here, or is seen here, and then it is tried at once. Nothing is sent under the lock.
   */
  private Instant hold(Delivery delivery, String incident, Instant now) {
    var until = quietUntil(delivery, incidents.lock(incident), now);
    until.ifPresent(at -> deliveries.hold(delivery.id(), at));
    return until.orElse(now);
  }

  private Optional<Instant> quietUntil(Delivery delivery, IncidentView incident, Instant now) {
    // What ends a page at a provider wakes nobody; held back, it would have it call all night.
    return incident.security()
            || FollowUps.isOne(delivery)
            || !properties.loud().contains(delivery.channel())
        ? Optional.empty()
        : incidents.policyOf(incident).profile().quietUntil(incident.severity(), now);
  }

  /** Nobody is called to what somebody has taken, or woken after the night for what is over. */
  private boolean over(Delivery delivery, IncidentView incident) {
    if (delivery.urgent()
        && (!incident.status().responding() || deliveries.answered(delivery, incident))) {
      return true;
    }
    // A step that calls somebody beside whoever takes it is wanted nevertheless.
    var beside = delivery.urgent() && !deliveries.paging(delivery.id());
    return (!beside && after(incident.takenAt(), delivery)
            || after(incident.resolvedAt(), delivery)
            || after(incident.closedAt(), delivery))
        && deliveries.quiet(delivery.id());
  }

  private static boolean after(@Nullable Instant at, Delivery delivery) {
    return at != null && !at.isBefore(delivery.createdAt());
  }

  private static String reason(RuntimeException e) {
    var line = Templates.line(String.valueOf(e.getMessage()));
    return line.length() <= MAX_ERROR ? line : line.substring(0, MAX_ERROR);
  }
}
