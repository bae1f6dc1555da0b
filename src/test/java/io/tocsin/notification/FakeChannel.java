package io.tocsin.notification;

import io.tocsin.people.Addressee;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A channel whose provider is the test. */
class FakeChannel implements Channel {

  private final String id;
  private final Clock clock;
  private final Deque<RuntimeException> refusals = new ArrayDeque<>();
  private @Nullable RuntimeException always;
  private boolean follows;

  /** What the provider took, and when. */
  final List<Delivery> taken = new ArrayList<>();

  final List<Instant> times = new ArrayList<>();

  FakeChannel(String id, Clock clock) {
    this.id = id;
    this.clock = clock;
  }

  /** Refuses the next message. */
  FakeChannel refuse(RuntimeException reason) {
    refusals.add(reason);
    return this;
  }

  FakeChannel refuseAll(RuntimeException reason) {
    always = reason;
    return this;
  }

  FakeChannel works() {
    always = null;
    return this;
  }

  FakeChannel following() {
    follows = true;
    return this;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return id;
  }

  @Override
  public boolean configured() {
    return true;
  }

  @Override
  public boolean follows() {
    return follows;
  }

  @Override
  public @Nullable String address(Addressee addressee) {
    return id.equals("email") ? addressee.email() : addressee.phone();
  }

  @Override
  public Sent send(Delivery delivery, String address) {
    if (!refusals.isEmpty()) {
      throw refusals.remove();
    }
    if (always != null) {
      throw always;
    }
    taken.add(delivery);
    times.add(clock.instant());
    return Sent.as("provider-" + taken.size());
  }
}
