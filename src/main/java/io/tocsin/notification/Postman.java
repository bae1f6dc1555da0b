package io.tocsin.notification;

import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Delivers what was promised: at least once, and twice only if it dies right after sending. */
@Service
class Postman {

  private static final int MAX_ERROR = 500;

  private final Deliveries deliveries;
  private final List<Channel> channels;

  Postman(Deliveries deliveries, List<Channel> channels) {
    this.deliveries = deliveries;
    this.channels = channels;
  }

  /**
   * Delivers one message; one that is done already stays done.
   *
   * @param lastAttempt whether nobody tries again by itself if it fails
   * @throws RuntimeException when it could not be delivered
   */
  void deliver(UUID id, boolean lastAttempt) {
    var delivery = deliveries.get(id);
    if (delivery.done() || delivery.address() == null) {
      return;
    }
    Channel.Sent outcome;
    try {
      outcome = channel(delivery).send(delivery, delivery.address());
    } catch (RuntimeException e) {
      deliveries.failed(id, reason(e), lastAttempt);
      throw e;
    }
    deliveries.done(id, outcome);
  }

  private Channel channel(Delivery delivery) {
    return channels.stream()
        .filter(channel -> channel.id().equals(delivery.channel()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "The channel '" + delivery.channel() + "' is not set up any more"));
  }

  private static String reason(RuntimeException e) {
    var line = Templates.line(String.valueOf(e.getMessage()));
    return line.length() <= MAX_ERROR ? line : line.substring(0, MAX_ERROR);
  }
}
