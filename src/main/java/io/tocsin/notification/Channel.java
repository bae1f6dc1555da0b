package io.tocsin.notification;

import io.tocsin.notification.Delivery.State;
import io.tocsin.people.Addressee;
import org.jspecify.annotations.Nullable;

/** A way to reach people. A further one is a further bean and a block of configuration. */
public interface Channel {

  /** Returns the name that policies use: {@code email}. */
  String id();

  /** Returns the name for people. */
  String title();

  /** Returns whether it is set up. What is not set up is left out, as if no policy named it. */
  boolean configured();

  /** Returns how its texts are marked up; what users wrote is escaped accordingly. */
  default Markup markup() {
    return Markup.PLAIN;
  }

  /**
   * Returns whether its texts are heard, not read. Then a file for it goes before a file of the
   * event that is for no channel: that one was written to be read.
   */
  default boolean heard() {
    return false;
  }

  /**
   * Returns whether a page stays open at the provider. Then the same address is told when somebody
   * takes the incident ({@code acknowledged}) and when it is over ({@code resolved}).
   */
  default boolean follows() {
    return false;
  }

  /** Returns where somebody is reached, or null if this channel cannot reach them. */
  @Nullable String address(Addressee addressee);

  /**
   * Sends a message. The receiver may get it twice only if it fails after it took it.
   *
   * @param address as {@link #address} told when it was promised
   * @throws NotTakenException when it was not taken
   * @throws RuntimeException when it is unknown whether it was; it is tried again
   */
  Sent send(Delivery delivery, String address);

  /**
   * How it ended.
   *
   * @param state {@link State#SENT}, or {@link State#KEPT} when it is shown only
   * @param providerId what the provider calls the message, if it said so
   */
  record Sent(State state, @Nullable String providerId) {

    /** Taken by the provider. */
    public static Sent as(@Nullable String providerId) {
      return new Sent(State.SENT, providerId);
    }

    /** Shown only. */
    public static Sent kept() {
      return new Sent(State.KEPT, null);
    }
  }

  /** How a channel's texts are marked up. */
  enum Markup {
    PLAIN,
    /** Slack's mrkdwn. */
    SLACK,
    MARKDOWN,
    /** Plain text, and HTML beside it. */
    HTML
  }
}
