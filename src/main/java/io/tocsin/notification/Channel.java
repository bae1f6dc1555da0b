package io.tocsin.notification;

import io.tocsin.notification.Delivery.State;
import io.tocsin.people.Addressee;
import org.jspecify.annotations.Nullable;

/** A way to reach people. A further one is a further bean. */
interface Channel {

  /** Returns the name that policies use: {@code email}. */
  String id();

  /** Returns the name for people. */
  String title();

  /** Returns where somebody is reached, or null if this channel cannot reach them. */
  @Nullable String address(Addressee addressee);

  /**
   * Sends a message. The receiver may get it twice only if it fails after it took it.
   *
   * @return {@link State#SENT}, or {@link State#KEPT} when the channel is not set up
   * @throws RuntimeException when it was not taken; it is tried again
   */
  State send(Delivery delivery, String address);
}
